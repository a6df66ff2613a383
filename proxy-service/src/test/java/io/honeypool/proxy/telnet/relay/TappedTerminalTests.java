package io.honeypool.proxy.telnet.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.relay.RecordedTap;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.relay.TestSessions;
import io.honeypool.proxy.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TappedTerminalTests {

    private final RecordedTap tap = new RecordedTap();
    private final Session session = TestSessions.open(new TestEvents(), LoginProtocol.TELNET);
    private final TappedTerminal terminal = new TappedTerminal(new Taps(List.of(tap)).watch(session));

    @Test
    void aConnectionStartsWithItsFirstByteOfDataAndKnowsItsTerminal() throws IOException {
        shown("\u00ff\u00fd\u0018\u00ff\u00fd\u001f");
        typed("\u00ff\u00fb\u0018\u00ff\u00fa\u001f\0d\0(\u00ff\u00f0\u00ff\u00fa\u0018\0vt100\u00ff\u00f0");
        assertThat(tap.told()).isEmpty();

        shown("login: ");
        typed("ro\u00ff\u00f1ot\u00ff");
        typed("\u00ff\r\0");
        typed("\u00ff\u00fa\u001f\0P\0\u0018\u00ff\u00f0");
        session.close();

        assertThat(tap.told())
                .containsExactly(
                        "open 0 TELNET  Terminal[type=vt100, columns=100, rows=40] {}",
                        "output login: ",
                        "input root",
                        "input \u00ff\r\0",
                        "resized 80x24",
                        "closed",
                        "finished");
    }

    @Test
    void whoSaysNothingStartsNothing() throws IOException {
        typed("\u00ff\u00fb\u0018");
        session.close();

        assertThat(tap.told()).containsExactly("finished");
    }

    private void typed(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        terminal.read(bytes, bytes.length);
    }

    private void shown(String text) throws IOException {
        byte[] bytes = ("xx" + text).getBytes(StandardCharsets.ISO_8859_1);
        terminal.written(bytes, 2, bytes.length - 2);
    }
}
