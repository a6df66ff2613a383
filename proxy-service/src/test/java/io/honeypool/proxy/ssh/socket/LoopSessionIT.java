package io.honeypool.proxy.ssh.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopSessionIT {

    private static final int MEBIBYTE = 1024 * 1024;

    private final RecordingHandler handler = new RecordingHandler();
    private final IoLoops loops = IoLoops.start();
    private final FactoryManager manager = SshClient.setUpDefaultClient();
    private final IoServiceFactory services = loops.services().create(manager);
    private final IoAcceptor acceptor = services.createAcceptor(handler);

    @BeforeEach
    void listen() throws IOException {
        ((SshClient) manager).start();
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void end() {
        acceptor.close(true);
        loops.close();
        ((SshClient) manager).stop();
    }

    @Test
    void whatIsSentArrivesWholeAndInOrderHoweverSlowTheReaderIs() throws IOException, InterruptedException {
        byte[] sent = random(16 * MEBIBYTE);
        try (Socket peer = connect()) {
            IoSession session = next();
            List<IoWriteFuture> futures = new ArrayList<>();
            for (int at = 0; at < sent.length; at += MEBIBYTE / 32) {
                futures.add(session.writeBuffer(new ByteArrayBuffer(sent, at, MEBIBYTE / 32)));
            }

            assertThat(futures.getLast().isDone()).isFalse();
            assertThat(peer.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            await().until(() -> futures.stream().allMatch(IoWriteFuture::isWritten));
        }
    }

    @Test
    void whatIsReceivedArrivesWholeAndInOrder() throws IOException, InterruptedException {
        byte[] sent = random(16 * MEBIBYTE);
        try (Socket peer = connect()) {
            peer.getOutputStream().write(sent);
            await().until(() -> handler.received().length == sent.length);
        }
        assertThat(handler.received()).isEqualTo(sent);
    }

    @Test
    void aSuspendedSessionIsNotReadUntilItIsResumed() throws IOException, InterruptedException {
        byte[] sent = random(32 * MEBIBYTE);
        try (SocketChannel peer = SocketChannel.open(address())) {
            IoSession session = next();
            session.suspendRead();
            peer.configureBlocking(false);
            ByteBuffer left = ByteBuffer.wrap(sent);
            fill(peer, left);
            int before = handler.received().length;
            assertThat(left.remaining()).as("what the peer could not send").isPositive();

            fill(peer, left);
            assertThat(handler.received()).hasSize(before);

            session.resumeRead();
            peer.configureBlocking(true);
            while (left.hasRemaining()) {
                peer.write(left);
            }
            await().until(() -> handler.received().length == sent.length);
            assertThat(handler.received()).isEqualTo(sent);
        }
    }

    /** Sends until the sockets are full, which they are when nothing leaves for a while. */
    private static void fill(SocketChannel peer, ByteBuffer left) {
        await().during(Duration.ofMillis(300)).until(() -> peer.write(left) == 0);
    }

    @Test
    void aGracefulEndSendsWhatWasWritten() throws IOException, InterruptedException {
        byte[] sent = random(8 * MEBIBYTE);
        try (Socket peer = connect()) {
            IoSession session = next();
            session.writeBuffer(new ByteArrayBuffer(sent));
            session.close(false);

            assertThat(session.writeBuffer(words("too late")).getException()).isInstanceOf(IOException.class);
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(sent);
            await().until(() -> handler.closed.contains(session) && session.isClosed());
        }
    }

    @Test
    void anEndAtOnceSendsLastWordsAndAbandonsWhatDoesNotFit() throws IOException, InterruptedException {
        try (Socket peer = connect()) {
            IoSession session = next();
            session.writeBuffer(words("good"));
            session.writeBuffer(words("bye"));
            IoWriteFuture rest = session.writeBuffer(new ByteArrayBuffer(new byte[32 * MEBIBYTE]));
            session.close(true);

            InputStream input = peer.getInputStream();
            assertThat(new String(input.readNBytes(7), US_ASCII)).isEqualTo("goodbye");
            await().until(rest::isDone);
            assertThat(rest.isWritten()).isFalse();
            assertThat(input.readAllBytes()).hasSizeLessThan(32 * MEBIBYTE);
            assertThat(acceptor.getManagedSessions()).isEmpty();
        }
    }

    @Test
    void theEndOfOurOutputLeavesTheirs() throws IOException, InterruptedException {
        try (Socket peer = connect()) {
            IoSession session = next();
            session.writeBuffer(words("all"));
            session.shutdownOutputStream();
            assertThat(new String(peer.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("all");

            peer.getOutputStream().write('x');
            await().until(() -> handler.received().length == 1);
            assertThat(session.isOpen()).isTrue();
        }
        await().until(() -> handler.closed.size() == 1);
    }

    @Test
    void aPeerThatResetsEndsItsSessionAndFailsWhatWaits() throws IOException, InterruptedException {
        Socket peer = connect();
        IoSession session = next();
        IoWriteFuture waiting = session.writeBuffer(new ByteArrayBuffer(new byte[32 * MEBIBYTE]));
        peer.setSoLinger(true, 0);
        peer.close();

        await().until(() -> handler.closed.contains(session));
        await().until(waiting::isDone);
        assertThat(waiting.getException()).isInstanceOf(IOException.class);
        assertThat(handler.failures).isNotEmpty().allMatch(IOException.class::isInstance);
    }

    @Test
    void anErrorInOneSessionIsNobodyElses() throws IOException, InterruptedException {
        try (Socket first = connect();
                Socket second = connect();
                Socket third = connect()) {
            first.getOutputStream().write('!');
            second.getOutputStream().write('!');
            await().until(() -> handler.closed.size() == 2);

            third.getOutputStream().write("still here".getBytes(US_ASCII));
            await().until(() -> new String(handler.received(), US_ASCII).endsWith("still here"));
            assertThat(handler.failures).hasSize(2).allMatch(StackOverflowError.class::isInstance);
        }
    }

    @Test
    void aConnectionCanBePutBesideAnother() throws IOException, InterruptedException {
        IoConnector connector = services.createConnector(handler);
        try (Socket peer = connect()) {
            IoSession session = next();
            for (int i = 0; i < 4; i++) {
                IoConnectFuture future = connector.connect(address(), IoLoops.beside(session), null);
                await().until(future::isConnected);

                assertThat(handler.threads.get(future.getSession())).isSameAs(handler.threads.get(session));
            }
            assertThat(peer.isConnected()).isTrue();
        }
        connector.close(true);
        await().until(() -> connector.getManagedSessions().isEmpty());
    }

    /** A server that lets a small packet wait for the acknowledgement of the one before, as OpenSSH's does. */
    @Test
    void aServerNeedNotWaitForAcknowledgementsWhileALoginLasts() throws IOException, InterruptedException {
        IoConnector connector = services.createConnector(handler);
        List<Duration> taken = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                var _ = connector.connect(server.getLocalSocketAddress(), null, null);
                try (Socket peer = server.accept()) {
                    IoSession session = next();
                    long begin = System.nanoTime();
                    for (int round = 0; round < 12; round++) {
                        answerTwice(session, peer);
                    }
                    taken.add(Duration.ofNanos(System.nanoTime() - begin));
                }
            }
        }
        connector.close(true);

        assertThat(taken).as("twelve times 40 ms otherwise").anyMatch(time -> time.toMillis() < 240);
    }

    private void answerTwice(IoSession session, Socket peer) throws IOException {
        int before = handler.received().length;
        var _ = session.writeBuffer(words("?"));
        assertThat(peer.getInputStream().read()).isEqualTo('?');
        peer.getOutputStream().write('a');
        peer.getOutputStream().write('b');
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> handler.received().length == before + 2);
    }

    @Test
    void aConnectionThatIsRefusedFails() throws IOException, InterruptedException {
        IoConnector connector = services.createConnector(handler);
        InetSocketAddress nobody = address();
        acceptor.unbind();
        await().untilAsserted(() -> assertThatThrownBy(() -> connectTo(nobody)).isInstanceOf(ConnectException.class));

        IoConnectFuture future = connector.connect(nobody, null, null);
        await().until(future::isDone);

        assertThat(future.getException()).isInstanceOf(ConnectException.class);
        assertThat(future.isConnected()).isFalse();
    }

    @Test
    void theEndOfTheThreadsClosesEverything() throws IOException, InterruptedException {
        InetSocketAddress address = address();
        try (Socket peer = connect()) {
            next();
            loops.close();

            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> connectTo(address)).isInstanceOf(ConnectException.class);
        }
    }

    private InetSocketAddress address() {
        return (InetSocketAddress) acceptor.getBoundAddresses().iterator().next();
    }

    private Socket connect() throws IOException {
        return connectTo(address());
    }

    private static Socket connectTo(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    private IoSession next() throws InterruptedException {
        IoSession session = handler.created.poll(20, TimeUnit.SECONDS);
        assertThat(session).isNotNull();
        return session;
    }

    private static ByteArrayBuffer words(String text) {
        return new ByteArrayBuffer(text.getBytes(US_ASCII));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
