package io.honeypool.proxy.telnet.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TelnetEvent;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import org.junit.jupiter.api.Test;

class AttackerFactsTests {

    private final TestSession session = new TestSession();
    private final AttackerFacts facts = new AttackerFacts(session.log());

    @Test
    void sizeTypeAndVariablesAreRecordedWhenTheyAreNew() {
        said("\37\0\204\0\53", true, false);
        said("\37\0\204\0\53", true, false);
        said("\37\0\120\0\30", true, false);
        said("\30\0xterm", true, false);
        said("\30\0xterm", true, false);
        said("\30\1", true, false);
        said("\47\0\0USER\1a\\b\3X", true, false);

        assertThat(session.drain())
                .containsExactly(
                        new HoneypotEvent.ClientSize(132, 43),
                        new HoneypotEvent.ClientSize(80, 24),
                        new HoneypotEvent.ClientVariable("TERM", "xterm"),
                        new HoneypotEvent.ClientVariable("USER", "a\\\\b"));
    }

    @Test
    void aUserNameThatIsAnOptionIsAnAttack() {
        said("\47\0\0USER\1-f root", true, false);
        said("\44\0\1USER\0-froot", true, false);
        said("\47\0\0USER\1-h", true, false);

        assertThat(session.drain().stream().filter(TelnetEvent.class::isInstance))
                .containsExactly(
                        new TelnetEvent.ExploitAttempted("CVE-2026-24061", "USER", "-f root"),
                        new TelnetEvent.ExploitAttempted("CVE-2026-24061", "USER", "-froot"));
    }

    @Test
    void whatIsMalformedIsRecordedOnce() {
        said("\37\0", true, false);
        said("x".repeat(300), true, true);
        said("", false, false);

        assertThat(session.drain()).containsExactly(new HoneypotEvent.MalformedPacket(31, 2, "1f00"));
    }

    @Test
    void thereIsAnEndToIt() {
        for (int i = 0; i < 10_000; i++) {
            said("\37\0" + (char) (i % 250) + "\0\1", true, false);
        }

        assertThat(session.drain()).hasSize(200);
    }

    private void said(String content, boolean ended, boolean cut) {
        facts.read(new Subnegotiation(content.getBytes(ISO_8859_1), ended, cut));
    }
}
