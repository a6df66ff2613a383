package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.relay.RecordedTap;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.relay.TestSessions;
import io.honeypool.proxy.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

class SessionChannelTests {

    private final RecordedTap tap = new RecordedTap();
    private final TestEvents events = new TestEvents();
    private final Session session = TestSessions.open(events, LoginProtocol.SSH);
    private final SessionChannel channel;

    SessionChannelTests() throws Exception {
        channel = new SessionChannel(new ConnectionRelay(
                Peers.Attacker.connect(),
                new AttackerConnection.Peers(
                        session.events(),
                        entered -> {
                            throw new AssertionError("nobody enters");
                        },
                        new Taps(List.of(tap)).watch(session)),
                10));
    }

    @Test
    void aCommandIsToldWithAllThatPasses() {
        Buffer terminal = request("pty-req", "xterm");
        terminal.putUInt(90);
        terminal.putUInt(30);
        channel.request(terminal);
        channel.request(request("env", "LANG", "C"));
        channel.request(request("exec", "cat"));
        channel.data(message("in"));
        channel.answered(true);
        channel.answered(true);
        channel.answered(true);
        channel.guestData(message("out"));
        Buffer errors = new ByteArrayBuffer();
        errors.putUInt(1);
        errors.putString("err");
        channel.guestExtendedData(errors);
        channel.ended();
        Buffer status = new ByteArrayBuffer();
        status.putString("exit-status");
        status.putBoolean(false);
        status.putUInt(3);
        channel.guestRequest(status);
        channel.guestEnded();
        channel.closed();

        assertThat(tap.told())
                .containsExactly(
                        "open 0 EXEC cat Terminal[type=xterm, columns=90, rows=30] {LANG=C}",
                        "input in",
                        "output out",
                        "error err",
                        "input ended",
                        "exit 3",
                        "output ended",
                        "closed");
        assertThat(events.drain())
                .contains(
                        new HoneypotEvent.ClientSize(90, 30),
                        new HoneypotEvent.ClientVariable("LANG", "C"),
                        new HoneypotEvent.CommandInput("cat"));
    }

    @Test
    void messagesThatLieAboutTheirLengthAreTakenAsFarAsTheyAreThere() {
        channel.request(request("shell"));
        Buffer lying = new ByteArrayBuffer();
        lying.putUInt(0xffffffffL);
        lying.putRawBytes("abc".getBytes(StandardCharsets.US_ASCII));
        channel.data(lying);
        channel.data(new ByteArrayBuffer(new byte[] {0, 0}));
        channel.data(new ByteArrayBuffer());
        channel.guestExtendedData(new ByteArrayBuffer(new byte[5]));

        assertThat(tap.told()).hasSize(2).last().isEqualTo("input abc");
    }

    private static Buffer request(String type, String... texts) {
        Buffer request = new ByteArrayBuffer();
        request.putString(type);
        request.putBoolean(true);
        for (String text : texts) {
            request.putString(text);
        }
        return request;
    }

    private static Buffer message(String data) {
        Buffer message = new ByteArrayBuffer();
        message.putString(data);
        return message;
    }
}
