package io.honeypool.proxy.ssh.persona;

import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.Patience;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;

/** A client that is past its key exchange, sends messages as they are told and writes down what comes back. */
final class ProbeSession extends ClientSessionImpl {

    /** A message that nobody expects, whose answer shows that the connection goes on. */
    private static final int LAST = 191;

    private final List<String> received = new CopyOnWriteArrayList<>();

    private ProbeSession(ClientFactoryManager client, IoSession connection) throws Exception {
        super(client, connection);
    }

    /**
     * Exchanges keys, asks for the authentication service and sends messages of these numbers and 16 zero bytes.
     *
     * @return the messages that came back after the service was granted, and whether the connection was closed
     */
    static List<String> converse(int port, List<Integer> numbers) throws IOException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.setSessionFactory(new SessionFactory(client) {
                @Override
                protected ClientSessionImpl doCreateSession(IoSession connection) throws Exception {
                    return new ProbeSession(getClient(), connection);
                }
            });
            client.start();
            try (ProbeSession session = (ProbeSession) client.connect("root", "127.0.0.1", port)
                    .verify(Patience.LIMIT)
                    .getSession()) {
                return session.converse(numbers);
            }
        }
    }

    private List<String> converse(List<Integer> numbers) {
        String granted = HexFormat.of().toHexDigits(SshConstants.SSH_MSG_SERVICE_ACCEPT);
        await().until(() -> received.stream().anyMatch(message -> message.startsWith(granted)));
        received.clear();
        sendAll(numbers);
        await().until(() -> isClosed() || received.size() > expectedAnswers(numbers));
        return isClosed() ? List.of("closed") : List.copyOf(received);
    }

    private void sendAll(List<Integer> numbers) {
        try {
            for (int number : numbers) {
                send(number);
            }
            send(LAST);
        } catch (IOException e) {
            // The server closed before it had all of it, which is what is written down then.
            close(true);
        }
    }

    /** All but the notices are answered, and the last one is. */
    private static long expectedAnswers(List<Integer> numbers) {
        return numbers.stream()
                .filter(number -> number < SshConstants.SSH_MSG_IGNORE || number > SshConstants.SSH_MSG_DEBUG)
                .count();
    }

    private void send(int number) throws IOException {
        Buffer message = createBuffer((byte) number, 32);
        message.putRawBytes(new byte[16]);
        writePacket(message);
    }

    @Override
    protected void doHandleMessage(Buffer message) throws Exception {
        byte[] copy = Arrays.copyOfRange(message.array(), message.rpos(), message.wpos());
        received.add(HexFormat.of().formatHex(copy));
        super.doHandleMessage(message);
    }
}
