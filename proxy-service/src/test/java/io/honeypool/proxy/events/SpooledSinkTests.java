package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.LoginProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SpooledSinkTests {

    private static final SpooledSink.Backoff SHORT =
            new SpooledSink.Backoff(Duration.ofMillis(5), Duration.ofMillis(20));
    private static final long ROOM = 100L << 20;

    @TempDir
    private Path spools;

    private final Elsewhere elsewhere = new Elsewhere();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger rejected = new AtomicInteger();

    @Test
    void anOutageLosesNothingAndKeepsTheOrder() throws IOException {
        elsewhere.down = true;
        try (SpooledSink sink = sink(ROOM)) {
            write(sink, 0, 3000);
            assertThat(elsewhere.taken).isEmpty();
            elsewhere.down = false;

            await().until(() -> elsewhere.taken.size() == 3000);
        }
        assertThat(elsewhere.inputs()).isEqualTo(inputs(0, 3000));
        assertThat(elsewhere.ids).hasSize(3000);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void whatWasNotTakenIsSentByTheNextStart() throws IOException {
        elsewhere.down = true;
        try (SpooledSink sink = sink(ROOM)) {
            write(sink, 0, 100);
        }
        Path file = files().getLast();
        Files.writeString(file, UUID.randomUUID() + " {\"input\":\"cut", StandardOpenOption.APPEND);
        elsewhere.down = false;

        try (SpooledSink sink = sink(ROOM)) {
            write(sink, 100, 200);
            await().until(() -> elsewhere.taken.size() == 200);
        }
        assertThat(elsewhere.inputs()).isEqualTo(inputs(0, 200));
    }

    @Test
    void whatWasTakenIsNotSentAgainByTheNextStart() throws IOException {
        try (SpooledSink sink = sink(ROOM)) {
            write(sink, 0, 50);
            await().until(() -> elsewhere.taken.size() == 50);
        }
        try (SpooledSink sink = sink(ROOM)) {
            write(sink, 50, 60);
            await().until(() -> elsewhere.taken.size() == 60);
        }
        assertThat(elsewhere.inputs()).isEqualTo(inputs(0, 60));
    }

    @Test
    void whatIsBeyondTheQuotaIsDroppedAndCounted() throws IOException {
        elsewhere.down = true;
        try (SpooledSink sink = sink(10_000)) {
            write(sink, 0, 100);
            int kept = 100 - dropped.get();
            assertThat(kept).isBetween(1, 99);
            elsewhere.down = false;

            await().until(() -> elsewhere.taken.size() == kept);
            assertThat(elsewhere.inputs()).isEqualTo(inputs(0, kept));
        }
    }

    @Test
    void oneEventThatIsRefusedHoldsUpNoOther() throws IOException {
        elsewhere.refused = "event 37";
        try (SpooledSink sink = sink(ROOM)) {
            write(sink, 0, 100);
            await().until(() -> elsewhere.taken.size() == 99);
        }
        assertThat(elsewhere.inputs())
                .isEqualTo(inputs(0, 100).stream()
                        .filter(input -> !input.equals("event 37"))
                        .toList());
        assertThat(rejected).hasValue(1);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void eventsThatAreNamedAsRefusedAreLeftOutOfWhatWasTaken() throws IOException {
        elsewhere.refused = "event 37";
        elsewhere.names = true;
        try (SpooledSink sink = sink(ROOM)) {
            write(sink, 0, 100);
            await().until(() -> elsewhere.taken.size() == 99);
        }
        assertThat(elsewhere.inputs()).doesNotContain("event 37").doesNotHaveDuplicates();
        assertThat(rejected).hasValue(1);
    }

    @Test
    void manyFilesAreReadOneAfterTheOtherAndRemoved() throws IOException {
        elsewhere.down = true;
        String filler = "x".repeat(5000);
        try (SpooledSink sink = sink(ROOM)) {
            for (int i = 0; i < 1000; i++) {
                sink.write(event(i + filler));
            }
            assertThat(files()).hasSizeGreaterThan(3);
            elsewhere.down = false;
            await().until(() -> elsewhere.taken.size() == 1000);
            await().until(() -> files().size() == 1);
        }
        assertThat(elsewhere.inputs())
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> i + filler).toList());
    }

    private SpooledSink sink(long quota) {
        SinkObserver observer = new SinkObserver() {
            @Override
            public void dropped(String sink) {
                dropped.incrementAndGet();
            }

            @Override
            public void rejected(String sink) {
                rejected.incrementAndGet();
            }
        };
        return SpooledSink.start(elsewhere, spools, quota, observer, SHORT);
    }

    private List<Path> files() {
        try (Stream<Path> listed = Files.list(spools.resolve("elsewhere"))) {
            return listed.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(SpooledSink sink, int from, int to) throws IOException {
        for (String input : inputs(from, to)) {
            sink.write(event(input));
        }
    }

    private static List<String> inputs(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "event " + i).toList();
    }

    private static EventEnvelope event(String input) {
        EventIdentity identity = new EventIdentity(
                "0123456789ab", LoginProtocol.SSH, "192.0.2.7", 1, "192.0.2.1", 22, TestEvents.SENSOR);
        return new EventEnvelope(identity, new HoneypotEvent.CommandInput(input), Instant.EPOCH, false);
    }

    /** Takes what it is sent, if it is there. */
    private static final class Elsewhere implements EventTransport {

        private final List<SpooledEvent> taken = Collections.synchronizedList(new ArrayList<>());
        private final Set<UUID> ids = Collections.synchronizedSet(new HashSet<>());
        private volatile boolean down;
        private volatile String refused = "";
        private volatile boolean names;

        private List<String> inputs() {
            return taken.stream()
                    .map(event -> JsonMapper.shared()
                            .readTree(event.json().getBytes(StandardCharsets.UTF_8))
                            .path("input")
                            .asString())
                    .toList();
        }

        @Override
        public String name() {
            return "elsewhere";
        }

        @Override
        public void send(List<SpooledEvent> batch) throws IOException, RejectedEventsException {
            if (down) {
                throw new IOException("down");
            }
            List<SpooledEvent> good = batch.stream()
                    .filter(event -> !event.json().contains("\"" + refused + "\""))
                    .toList();
            if (good.size() < batch.size() && !names) {
                throw new RejectedEventsException("no");
            }
            taken.addAll(good);
            good.forEach(event -> ids.add(event.id()));
            if (good.size() < batch.size()) {
                Set<UUID> bad =
                        new HashSet<>(batch.stream().map(SpooledEvent::id).toList());
                good.forEach(event -> bad.remove(event.id()));
                throw new RejectedEventsException("no", bad);
            }
        }
    }
}
