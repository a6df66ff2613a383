package io.honeypool.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PumpTests {

    private final List<String> written = new ArrayList<>();
    private final List<Outlet.Completion> pending = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Pump pump = new Pump(
            (data, completion) -> {
                written.add(new String(data, StandardCharsets.US_ASCII));
                pending.add(completion);
            },
            () -> said.add("failed"));

    @Test
    void oneWriteAtATimeInOrder() {
        offer("a");
        offer("b");
        assertThat(written).containsExactly("a");

        pending.getFirst().complete(true);

        assertThat(written).containsExactly("a", "b");
        assertThat(said).containsExactly("a gone");
    }

    @Test
    void whenDrainedWaitsForWhatWasOfferedBefore() {
        offer("a");
        pump.whenDrained(() -> said.add("drained"));
        assertThat(said).isEmpty();

        pending.getFirst().complete(true);

        assertThat(said).containsExactly("a gone", "drained");
    }

    @Test
    void whenDrainedOfAnIdlePumpRunsAtOnce() {
        pump.whenDrained(() -> said.add("drained"));

        assertThat(said).containsExactly("drained");
    }

    @Test
    void aFailedWriteDropsTheRestAndSaysSoOnce() {
        offer("a");
        offer("b");

        pending.getFirst().complete(false);
        offer("c");

        assertThat(written).containsExactly("a");
        assertThat(said).containsExactly("failed");
    }

    @Test
    void aClosedOutletIsAFailure() {
        Pump closed = new Pump(
                (data, completion) -> {
                    throw new IOException("closed");
                },
                () -> said.add("failed"));

        closed.offer(new byte[1], () -> said.add("gone"));

        assertThat(said).containsExactly("failed");
    }

    @Test
    void aMillionInlineCompletionsNeedNoStack() {
        AtomicInteger count = new AtomicInteger();
        List<Outlet.Completion> first = new ArrayList<>();
        Pump inline = new Pump(
                (data, completion) -> {
                    if (count.getAndIncrement() == 0) {
                        first.add(completion);
                    } else {
                        completion.complete(true);
                    }
                },
                () -> said.add("failed"));
        for (int i = 0; i < 1_000_000; i++) {
            inline.offer(new byte[0], () -> {});
        }

        first.getFirst().complete(true);

        assertThat(count).hasValue(1_000_000);
    }

    @Test
    void completionsFromOtherThreadsLoseNothing() throws InterruptedException {
        int pieces = 50_000;
        AtomicLong sum = new AtomicLong();
        CountDownLatch drained = new CountDownLatch(1);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Pump busy = new Pump(
                    (data, completion) -> other.execute(() -> {
                        sum.addAndGet(data[0]);
                        completion.complete(true);
                    }),
                    () -> said.add("failed"));
            for (int i = 0; i < pieces; i++) {
                busy.offer(new byte[] {1}, () -> {});
            }
            busy.whenDrained(drained::countDown);
            assertThat(drained.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(sum).hasValue(pieces);
        assertThat(said).isEmpty();
    }

    private void offer(String text) {
        pump.offer(text.getBytes(StandardCharsets.US_ASCII), () -> said.add(text + " gone"));
    }
}
