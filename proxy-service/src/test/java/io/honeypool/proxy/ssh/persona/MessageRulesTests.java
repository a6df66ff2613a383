package io.honeypool.proxy.ssh.persona;

import static io.honeypool.proxy.ssh.persona.MessageRules.judge;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.ssh.persona.MessageRules.Phase;
import io.honeypool.proxy.ssh.persona.MessageRules.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tables are those of OpenSSH 9.2's server, to which each of the 256 messages was sent in these phases. */
class MessageRulesTests {

    private static final Phase GREETED = new Phase(true, false, 20, false, false, false);
    private static final Phase EXCHANGING = new Phase(true, false, 30, false, false, false);
    private static final Phase STRICTLY = new Phase(true, true, 30, false, false, false);
    private static final Phase KEYS_SENT = new Phase(true, false, 21, false, false, false);
    private static final Phase SECURED = new Phase(false, true, 20, true, false, false);
    private static final Phase LOGGING_IN = new Phase(false, true, 20, false, true, false);
    private static final Phase LOGGED_IN = new Phase(false, true, 20, true, true, true);
    private static final Phase EXCHANGING_AGAIN = new Phase(false, true, 30, true, true, true);

    @Test
    void thereAreMessagesThatNobodyHas() {
        for (Phase phase : List.of(GREETED, EXCHANGING, STRICTLY, KEYS_SENT, SECURED, LOGGING_IN, LOGGED_IN)) {
            assertThat(judged(phase, Verdict.INVALID))
                    .isEqualTo(IntStream.concat(IntStream.of(0), IntStream.rangeClosed(192, 255))
                            .boxed()
                            .toList());
        }
    }

    @Test
    void oneMessageIsExpectedInTheFirstExchange() {
        assertThat(judged(GREETED, Verdict.HANDLE)).containsExactly(1, 2, 3, 4, 20);
        assertThat(judged(EXCHANGING, Verdict.HANDLE)).containsExactly(1, 2, 3, 4, 30);
        assertThat(judged(KEYS_SENT, Verdict.HANDLE)).containsExactly(1, 2, 3, 4, 21);
        assertThat(judged(EXCHANGING, Verdict.UNIMPLEMENTED)).contains(5, 20, 21, 31, 49);
        assertThat(judged(EXCHANGING, Verdict.CLOSE)).contains(50, 80, 191).doesNotContain(49, 192);
    }

    @Test
    void strictExchangeTakesNothingElse() {
        assertThat(judged(STRICTLY, Verdict.HANDLE)).containsExactly(1, 30);
        assertThat(judged(STRICTLY, Verdict.STRICT_VIOLATION)).contains(2, 3, 4, 5, 20, 29, 31, 49);
        assertThat(judged(STRICTLY, Verdict.CLOSE)).contains(50, 191);
    }

    @Test
    void nobodyLogsInBeforeTheServiceIsGranted() {
        assertThat(judged(SECURED, Verdict.HANDLE)).containsExactly(1, 2, 3, 4, 5, 7);
        assertThat(judged(LOGGING_IN, Verdict.HANDLE)).contains(5, 50, 60, 79).doesNotContain(7, 20, 51, 80, 94);
    }

    @Test
    void keysAreExchangedAgainAfterALogin() {
        assertThat(judged(LOGGED_IN, Verdict.HANDLE))
                .contains(20, 80, 90, 94, 100)
                .doesNotContain(5, 7, 21, 30);
        assertThat(judged(EXCHANGING_AGAIN, Verdict.HANDLE)).contains(30, 94).doesNotContain(20, 21, 31);
    }

    private static List<Integer> judged(Phase phase, Verdict verdict) {
        return IntStream.range(0, 256)
                .filter(message -> judge(phase, message) == verdict)
                .boxed()
                .toList();
    }
}
