package io.honeypool.proxy.telnet.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilentAttackerTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final SilentAttacker silent = new SilentAttacker(Duration.ofSeconds(2), 0);

    @Test
    void afterAWhileTheGuestIsAnswered() {
        silent.asked(new Negotiation(Telnet.DO, Telnet.TERMINAL_TYPE));
        silent.asked(new Negotiation(Telnet.WILL, Telnet.ECHO));
        silent.asked(new Negotiation(Telnet.WILL, 5));
        silent.asked(new Negotiation(Telnet.WONT, 6));

        assertThat(silent.answers(SECOND)).isEmpty();
        assertThat(silent.answers(2 * SECOND))
                .containsExactly(
                        new Negotiation(Telnet.WONT, Telnet.TERMINAL_TYPE),
                        new Negotiation(Telnet.DO, Telnet.ECHO),
                        new Negotiation(Telnet.DONT, 5));
        silent.asked(new Negotiation(Telnet.DO, Telnet.NAWS));
        assertThat(silent.answers(3 * SECOND)).containsExactly(new Negotiation(Telnet.WONT, Telnet.NAWS));
    }

    @Test
    void whoNegotiatesAnswersForItself() {
        silent.asked(new Negotiation(Telnet.DO, Telnet.TERMINAL_TYPE));
        silent.spoke();
        silent.asked(new Negotiation(Telnet.DO, Telnet.NAWS));

        assertThat(silent.answers(9 * SECOND)).isEmpty();
        assertThat(silent.isAwaited()).isFalse();
    }
}
