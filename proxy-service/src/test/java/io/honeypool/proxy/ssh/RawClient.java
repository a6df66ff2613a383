package io.honeypool.proxy.ssh;

import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.Patience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;

/** A client that says what it is told, and keeps what it hears: messages of the connection protocol, and last words. */
final class RawClient implements AutoCloseable {

    private static final int LAST = 0xffff;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final SshClient client = SshClient.setUpDefaultClient();
    private final ClientSession session;

    RawClient(int port, String username, String password) throws IOException {
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setServiceFactories(List.of(ClientUserAuthServiceFactory.INSTANCE, new Listening()));
        client.addSessionListener(new SessionListener() {
            @Override
            public void sessionDisconnect(Session ssh, int reason, String words, String language, boolean initiator) {
                if (!initiator) {
                    heard.add("disconnect " + reason + " " + words);
                }
            }
        });
        client.start();
        session = client.connect(username, "127.0.0.1", port)
                .verify(Patience.LIMIT)
                .getSession();
        session.addPasswordIdentity(password);
        var _ = session.auth().verify(Patience.LIMIT);
    }

    /** Says something. */
    void say(byte command, Consumer<Buffer> body) throws IOException {
        Buffer message = session.createBuffer(command);
        body.accept(message);
        var _ = session.writePacket(message);
    }

    /** Asks for a channel that nobody opens, and what was heard up to the answer, or to the end. */
    List<String> hear() {
        try {
            say(SshConstants.SSH_MSG_CHANNEL_OPEN, opening -> {
                opening.putString("last@example.org");
                opening.putUInt(LAST);
                opening.putUInt(1);
                opening.putUInt(1);
            });
        } catch (IOException e) {
            // then this is the end
            await().until(session::isClosed);
        }
        await().until(() -> heard("92 0000ffff") == 1 || session.isClosed());
        return List.copyOf(heard);
    }

    /** How many messages of a kind were heard. */
    long heard(String beginning) {
        return List.copyOf(heard).stream()
                .filter(message -> message.startsWith(beginning))
                .count();
    }

    @Override
    public void close() {
        client.stop();
    }

    /** The client's side of the connection protocol. */
    private final class Listening implements ServiceFactory {

        @Override
        public String getName() {
            return "ssh-connection";
        }

        @Override
        public Service create(Session ssh) throws IOException {
            return new AbstractConnectionService((AbstractSession) ssh) {
                @Override
                public void process(int command, Buffer message) {
                    if (command != SshConstants.SSH_MSG_GLOBAL_REQUEST) {
                        heard.add(command + " " + HexFormat.of().formatHex(message.getCompactData()));
                    }
                }
            };
        }
    }
}
