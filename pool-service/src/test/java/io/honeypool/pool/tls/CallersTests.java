package io.honeypool.pool.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallersTests {

    private static final Duration STRANGER_TIME = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Callers<String> callers = new Callers<>(new Callers.Limits(2, 3, STRANGER_TIME, SILENCE));

    @Test
    void theOldestStrangerMakesWay() {
        assertThat(callers.enter("a", 0)).isEmpty();
        assertThat(callers.enter("b", 1)).isEmpty();
        assertThat(callers.enter("c", 2)).contains("a");
        assertThat(callers.enter("d", 3)).contains("b");
    }

    @Test
    void whoIsKnownMakesNoWay() {
        know("a", 0);
        know("b", 0);

        assertThat(callers.enter("c", 1)).isEmpty();
        assertThat(callers.enter("d", 2)).contains("c");
        know("d", 3);
        assertThat(callers.enter("e", 4)).contains("e");
        callers.leave("a");
        assertThat(callers.enter("f", 5)).isEmpty();
    }

    @Test
    void whatAStrangerSendsBuysItNoTime() {
        callers.enter("a", 0);
        callers.end("a", seconds(10));

        assertThat(callers.late(seconds(15))).isEmpty();
        assertThat(callers.late(seconds(15) + 1)).containsExactly("a");
        assertThat(callers.late(seconds(99))).isEmpty();
    }

    @Test
    void theTimeOfOneThatIsKnownBeginsWithEachAnswer() {
        know("a", seconds(1));
        callers.end("a", seconds(50));
        assertThat(callers.late(seconds(61))).isEmpty();

        callers.recognise("a");
        assertThat(callers.late(seconds(500))).as("while it is answered").isEmpty();
        callers.end("a", seconds(600));
        assertThat(callers.late(seconds(660))).isEmpty();
        assertThat(callers.late(seconds(661))).containsExactly("a");
    }

    @Test
    void whoIsGoneIsForgotten() {
        callers.enter("a", 0);
        know("b", 0);
        callers.leave("a");
        callers.leave("b");

        assertThat(callers.late(seconds(1_000))).isEmpty();
    }

    @Test
    void whoWasKnownBeforeItsArrivalWasNotedStaysKnown() {
        callers.recognise("a");
        callers.enter("a", 0);

        assertThat(callers.late(seconds(20))).isEmpty();
    }

    private void know(String connection, long now) {
        callers.enter(connection, now);
        callers.recognise(connection);
        callers.end(connection, now);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
