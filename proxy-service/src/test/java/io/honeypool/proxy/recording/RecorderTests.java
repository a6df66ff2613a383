package io.honeypool.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.RecordingEvent;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.relay.Backlog;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.TappedChannel;
import io.honeypool.proxy.relay.TappedSession;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import io.honeypool.proxy.shipping.Outbox;
import io.honeypool.proxy.state.StateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class RecorderTests {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);

    @TempDir
    private Path root;

    private final TestEvents events = new TestEvents();
    private final Session session = new SessionRegistry(
                    events.dispatcher(), TestEvents.SENSOR, new SessionSettings(10), TestAdmission.DEFAULTS)
            .admit(LoginProtocol.SSH, ANYWHERE, ANYWHERE)
            .orElseThrow();

    @Test
    void aRecordingIsOnDiskBeforeItsSessionEnds() throws Exception {
        try (Recorder recorder = recorder(DataSize.ofMegabytes(1), true)) {
            TappedChannel channel = open(recorder, ChannelStart.Kind.EXEC, "id; echo \"x\"");
            channel.input(bytes("in"), System.nanoTime());
            channel.output(bytes("uid=0"), System.nanoTime());
            channel.errorOutput(bytes("err"), System.nanoTime());
            channel.exited(3, System.nanoTime());
            channel.closed(System.nanoTime());
            session.close();

            List<HoneypotEvent> recorded = events.drain();
            String name = session.id() + "-0";
            assertThat(recorded)
                    .filteredOn(RecordingEvent.RecordingClosed.class::isInstance)
                    .singleElement()
                    .satisfies(event -> assertThat(event.fields())
                            .containsEntry("recording", name)
                            .containsEntry("bytes_in", 2L)
                            .containsEntry("bytes_out", 8L)
                            .containsEntry("truncated", false));
            assertThat(recorded.getLast()).isInstanceOf(HoneypotEvent.SessionClosed.class);
            assertThat(recorded)
                    .filteredOn(RecordingEvent.LogClosed.class::isInstance)
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.fields().get("ttylog")).asString().endsWith(name + ".tty"));
            await().until(() -> files().stream().anyMatch(file -> file.endsWith(name + ".cast.gz")));
            assertThat(files()).hasSize(2);
            assertThat(play(name)).isEqualTo("uid=0err");
        }
    }

    @Test
    void whatIsBeyondTheLimitIsLeftOut() throws Exception {
        try (Recorder recorder = recorder(DataSize.ofKilobytes(4), false)) {
            TappedChannel channel = open(recorder, ChannelStart.Kind.SHELL, "");
            for (int i = 0; i < 100; i++) {
                channel.output(bytes("x".repeat(1000)), System.nanoTime());
            }
            channel.closed(System.nanoTime());
            session.close();

            assertThat(events.drain())
                    .filteredOn(RecordingEvent.RecordingClosed.class::isInstance)
                    .singleElement()
                    .satisfies(event -> assertThat(event.fields())
                            .containsEntry("bytes_out", 100_000L)
                            .containsEntry("truncated", true));
            assertThat(play(session.id() + "-0").length()).isBetween(2000, 5000);
        }
    }

    @Test
    void whatACrashLeftIsFinishedByTheNextStart() throws Exception {
        Recorder crashed = recorder(DataSize.ofMegabytes(1), true);
        TappedChannel channel = open(crashed, ChannelStart.Kind.TELNET, "");
        channel.output(bytes("login: "), System.nanoTime());
        channel.input(bytes("root\r"), System.nanoTime());
        await().until(() -> content(".cast.part").contains("root"));
        Path part = file(".cast.part");
        Files.writeString(part, "[9.5, \"o\", \"half", StandardOpenOption.APPEND);
        Files.write(file(".tty.part"), new byte[30], StandardOpenOption.APPEND);
        Files.writeString(part.resolveSibling("0123456789ab-0.cast.gz.new"), "x");

        try (Recorder next = recorder(DataSize.ofMegabytes(1), true)) {
            assertThat(next.name()).isEqualTo("recording");
            String name = session.id() + "-0";
            await().until(() -> files().stream().anyMatch(file -> file.endsWith(name + ".cast.gz")));
            assertThat(files()).hasSize(2).noneMatch(file -> file.endsWith(".part") || file.endsWith(".new"));
            assertThat(play(name)).isEqualTo("login: ");
            assertThat(Files.size(file(".tty"))).isEqualTo(3 * TtyLog.HEADER + "login: root\r".length());
        }
        assertThat(events.drain())
                .filteredOn(RecordingEvent.RecordingClosed.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(event.fields())
                        .containsEntry("bytes_in", 5L)
                        .containsEntry("bytes_out", 7L)
                        .containsEntry("truncated", true));
    }

    @Test
    void subsystemsAreNotRecorded() throws Exception {
        try (Recorder recorder = recorder(DataSize.ofMegabytes(1), false)) {
            TappedChannel channel = open(recorder, ChannelStart.Kind.SUBSYSTEM, "sftp");
            channel.output(bytes("binary"), System.nanoTime());
            session.close();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatWaitsForTheDiskSlowsDownItsSenderOnlyUntilItIsWritten() throws Exception {
        try (Recorder recorder = recorder(DataSize.ofMegabytes(10), false)) {
            CountingSource source = new CountingSource();
            TappedSession tapped = new Taps(List.of(recorder)).watch(session);
            Backlog backlog = new Backlog(1000, source);
            TappedChannel channel = tapped.open(start(ChannelStart.Kind.SHELL, ""), new Backlogs(backlog, backlog));
            for (int i = 0; i < 50; i++) {
                channel.output(bytes("x".repeat(30_000)), System.nanoTime());
            }
            channel.output(bytes("x".repeat(2_000_000)), System.nanoTime());

            await().untilAsserted(() -> assertThat(source.balance()).isZero());
            assertThat(source.pauses).hasPositiveValue();
            session.close();
            assertThat(play(session.id() + "-0")).hasSize(50 * 30_000 + 2_000_000);
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeStopsTheStart() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "");
        RecordingSettings settings = settings(DataSize.ofMegabytes(1), false);
        assertThatThrownBy(() -> Recorder.open(
                        settings, file.resolve("below"), events.dispatcher(), RecordingObserver.NONE, Outbox.NONE))
                .isInstanceOf(StateException.class);
        Files.delete(file);
    }

    @Test
    void namesThatAreNoneAreRefused() {
        for (String name : List.of("../../etc/passwd", "0123456789ab", "0123456789AB-0", "", "0123456789ab-0/..")) {
            assertThat(Playback.run(
                            new String[] {root.toString(), name, "1", ""},
                            new ByteArrayOutputStream(),
                            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                            pause -> {}))
                    .as(name)
                    .isEqualTo(2);
        }
    }

    @Test
    void pausesAreAsTheyWereOrAsShortAsWanted() throws Exception {
        Path day = Files.createDirectories(root.resolve("2026-01-31"));
        Files.writeString(day.resolve("0123456789ab-0.cast"), """
                {"version": 2}
                [1.0, "o", "a"]
                [1.5, "i", "never shown"]
                [11.0, "o", "b"]
                """);

        assertThat(pauses("1", "")).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(10));
        assertThat(pauses("2", "4")).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    private List<Duration> pauses(String speed, String mostIdle) {
        List<Duration> pauses = new ArrayList<>();
        String[] arguments = {root.toString(), "0123456789ab-0", speed, mostIdle};
        assertThat(Playback.run(arguments, new ByteArrayOutputStream(), System.err, pauses::add))
                .isZero();
        return pauses;
    }

    /** Counts how often it was paused. */
    private static final class CountingSource implements Backlog.Source {

        private final AtomicInteger pauses = new AtomicInteger();
        private final AtomicInteger resumes = new AtomicInteger();

        private int balance() {
            return pauses.get() - resumes.get();
        }

        @Override
        public boolean pause() {
            pauses.incrementAndGet();
            return true;
        }

        @Override
        public void resume() {
            resumes.incrementAndGet();
        }
    }

    private Recorder recorder(DataSize limit, boolean ttyLog) {
        return Recorder.open(settings(limit, ttyLog), root, events.dispatcher(), RecordingObserver.NONE, Outbox.NONE);
    }

    private static RecordingSettings settings(DataSize limit, boolean ttyLog) {
        return new RecordingSettings(true, null, limit, DataSize.ofGigabytes(1), Duration.ofDays(1), ttyLog);
    }

    private TappedChannel open(Recorder recorder, ChannelStart.Kind kind, String command) {
        Backlog backlog = new Backlog(1 << 20, new CountingSource());
        return new Taps(List.of(recorder)).watch(session).open(start(kind, command), new Backlogs(backlog, backlog));
    }

    private static ChannelStart start(ChannelStart.Kind kind, String command) {
        return new ChannelStart(
                0,
                kind,
                command.getBytes(StandardCharsets.UTF_8),
                new ChannelStart.Terminal("xterm", 0, 0),
                Map.of("LANG", "C"),
                Instant.now(),
                System.nanoTime());
    }

    private String play(String name) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        String[] arguments = {root.toString(), name, "1", ""};
        assertThat(Playback.run(arguments, shown, System.err, pause -> {})).isZero();
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> files() {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String suffix) {
        return Path.of(files().stream()
                .filter(file -> file.endsWith(suffix))
                .findFirst()
                .orElseThrow());
    }

    private String content(String suffix) throws IOException {
        return files().stream().anyMatch(file -> file.endsWith(suffix)) ? Files.readString(file(suffix)) : "";
    }
}
