package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.fixture.MemorySocket;
import io.honeypool.proxy.relay.TappedSession;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

class RedirectedChannelTests {

    private static final int WINDOW = 2 * 1024 * 1024;
    private static final int PIECE = 32 * 1024;

    @Test
    void whatComesAfterTheEndOfDataIsThrownAwayAndHoldsNobodyUp() throws Exception {
        Peers.Attacker attacker = Peers.Attacker.connect();
        ConnectionRelay relay = new ConnectionRelay(
                attacker,
                new AttackerConnection.Peers(
                        new TestEvents().log(),
                        entered -> {
                            throw new AssertionError("nobody enters");
                        },
                        TappedSession.unwatched()),
                10);
        ChannelOpening opening = new ChannelOpening("direct-tcpip", 3, WINDOW, PIECE, new ByteArrayBuffer(0));
        RedirectedChannel channel = new RedirectedChannel(relay, OwnEnd.reserve(relay, opening), ChannelObserver.NONE);
        try (ServerSocket sink = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            channel.connect(
                    new RedirectTarget(new Redirect(80, "127.0.0.1", sink.getLocalPort())),
                    new DirectTcpip("192.0.2.1", 80, "127.0.0.1", 40_000));
            try (Socket accepted = sink.accept()) {
                say(
                        channel,
                        SshConstants.SSH_MSG_CHANNEL_DATA,
                        "all of it".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                for (int i = 0; i < 3; i++) {
                    say(channel, SshConstants.SSH_MSG_CHANNEL_EOF);
                }
                for (int i = 0; i < 2 * WINDOW / PIECE; i++) {
                    say(channel, SshConstants.SSH_MSG_CHANNEL_DATA, new byte[PIECE]);
                }

                assertThat(accepted.getInputStream().readAllBytes()).asString().isEqualTo("all of it");
                assertThat(((MemorySocket) attacker.getIoSession()).isSuspended())
                        .isFalse();
            }
        }
    }

    private static void say(RedirectedChannel channel, int command, byte... data) {
        Buffer rest = new ByteArrayBuffer();
        if (data.length > 0) {
            rest.putBytes(data);
        }
        channel.handle(command, rest);
    }
}
