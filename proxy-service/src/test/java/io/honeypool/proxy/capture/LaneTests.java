package io.honeypool.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.capture.file.StreamParser;
import io.honeypool.proxy.relay.Backlog;
import io.honeypool.proxy.relay.Backlogs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTests {

    private static final int MOST_WAITING = 10;

    private final Lanes lanes = new Lanes();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final CountDownLatch disk = new CountDownLatch(1);

    @AfterEach
    void close() {
        disk.countDown();
        lanes.close();
    }

    @Test
    void everythingIsSeenInOrderOnAnotherThread() throws InterruptedException {
        Lane lane = lane(true);
        disk.countDown();
        for (int i = 0; i < 200; i++) {
            lane.input(bytes("i"), 0);
            lane.output(bytes("o"), 0);
        }
        lane.inputEnded(0);
        lane.closed(0);
        lane.input(bytes("late"), 0);

        assertThat(lane.await(Duration.ofSeconds(10))).isTrue();
        assertThat(String.join("", seen)).isEqualTo("io".repeat(200) + "EC");
        assertThat(paused).isFalse();
    }

    @Test
    void outputThatNobodyWatchesIsNotKept() throws InterruptedException {
        Lane lane = lane(false);
        disk.countDown();
        lane.output(bytes("o".repeat(100)), 0);
        lane.closed(0);

        assertThat(lane.await(Duration.ofSeconds(10))).isTrue();
        assertThat(String.join("", seen)).isEqualTo("C");
    }

    @Test
    void whoIsFasterThanTheDiskIsPausedUntilItHasCaughtUp() {
        Lane lane = lane(true);
        lane.input(bytes("i".repeat(MOST_WAITING)), 0);
        lane.input(bytes("i"), 0);
        assertThat(paused).isTrue();

        disk.countDown();

        await().untilFalse(paused);
    }

    @Test
    void aDiskThatHangsLosesTheFilesAndNotTheSession() throws InterruptedException {
        Lane lane = lane(true);
        lane.input(bytes("i"), 0);
        await().until(() -> seen.contains("i"));
        lane.input(bytes("i".repeat(20)), 0);
        lane.check(System.nanoTime());
        assertThat(paused).isTrue();

        lane.check(System.nanoTime() + Duration.ofSeconds(31).toNanos());
        lane.check(System.nanoTime() + Duration.ofSeconds(62).toNanos());
        lane.input(bytes("i".repeat(5)), 0);

        assertThat(paused).isFalse();
        assertThat(givenUp).hasValue(1);
        disk.countDown();
        assertThat(lane.await(Duration.ofSeconds(10))).isTrue();
        assertThat(String.join("", seen)).isEqualTo("iC");
    }

    @Test
    void aParserThatFailsIsClosedAndNobodyWaitsForIt() throws InterruptedException {
        Lane lane = lane(true);
        disk.countDown();
        lane.input(bytes("!"), 0);

        assertThat(lane.await(Duration.ofSeconds(10))).isTrue();
        lane.input(bytes("i".repeat(20)), 0);
        lane.closed(0);
        assertThat(String.join("", seen)).isEqualTo("!C");
        assertThat(paused).isFalse();
        assertThat(givenUp).hasValue(1);
    }

    @Test
    void whoCausesTooManyEventsWaitsForTheNextSecond() {
        EventPace pace = new EventPace(2);
        long now = Duration.ofSeconds(-5).toNanos() + 1;
        for (int i = 0; i < 2; i++) {
            pace.step(now);
            assertThat(pace.pause(now)).isZero();
        }
        pace.step(now);

        assertThat(pace.pause(now)).isEqualTo(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(pace.pause(now + Duration.ofSeconds(1).toNanos())).isZero();
    }

    private Lane lane(boolean watchesOutput) {
        Backlog backlog = new Backlog(MOST_WAITING, new Backlog.Source() {
            @Override
            public boolean pause() {
                paused.set(true);
                return true;
            }

            @Override
            public void resume() {
                paused.set(false);
            }
        });
        Lane lane = new Lane(
                lanes,
                new Slow(),
                new Backlogs(backlog, backlog),
                watchesOutput,
                new EventPace(1000),
                givenUp::incrementAndGet);
        lanes.add(lane);
        return lane;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes down what it gets, and then waits for the disk. */
    private final class Slow implements StreamParser {

        @Override
        public void input(ByteBuffer bytes) {
            String text = StandardCharsets.US_ASCII.decode(bytes).toString();
            seen.add(text);
            if (text.equals("!")) {
                throw new IllegalStateException("for the test");
            }
            hang();
        }

        @Override
        public void output(ByteBuffer bytes) {
            input(bytes);
        }

        @Override
        public void inputEnded() {
            seen.add("E");
        }

        @Override
        public void close() {
            seen.add("C");
        }

        private void hang() {
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
