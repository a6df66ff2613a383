package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.fixture.MemorySocket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/** An attacker's and a guest's end of a relay, past their logins, which keep what they are sent. */
final class Peers {

    private static final SshServer SERVER = SshServer.setUpDefaultServer();
    private static final SshClient CLIENT = SshClient.setUpDefaultClient();
    private static final SessionFactory NOBODY = new SessionFactory(CLIENT);

    static {
        SERVER.setServiceFactories(List.of(ServerUserAuthServiceFactory.INSTANCE));
        CLIENT.setServiceFactories(List.of(ClientUserAuthServiceFactory.INSTANCE));
        CLIENT.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
    }

    private Peers() {}

    /** What a peer is sent, and what of it its socket has not taken. */
    static final class Inbox {

        private final List<byte[]> messages = new ArrayList<>();
        private final Queue<Written> unwritten = new ArrayDeque<>();

        IoWriteFuture add(Buffer packet) {
            messages.add(Arrays.copyOfRange(packet.array(), packet.rpos(), packet.wpos()));
            Written written = new Written();
            unwritten.add(written);
            return written;
        }

        /** Messages since the last call, each from its number on. */
        List<byte[]> take() {
            List<byte[]> taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }

        /** The socket takes all. */
        void write() {
            for (Written next = unwritten.poll(); next != null; next = unwritten.poll()) {
                next.done();
            }
        }
    }

    /** An attacker's connection. */
    static final class Attacker extends ServerSessionImpl {

        final Inbox inbox;

        private Attacker(IoSession socket, Inbox inbox) throws Exception {
            super(SERVER, socket);
            this.inbox = inbox;
            kexState.set(KexState.DONE);
        }

        static Attacker connect() throws Exception {
            return new Attacker(new MemorySocket(NOBODY), new Inbox());
        }

        @Override
        public IoWriteFuture writePacket(Buffer packet) {
            return inbox.add(packet);
        }
    }

    /** The connection to a guest. */
    static final class Guest extends ClientSessionImpl {

        final Inbox inbox;

        private Guest(IoSession socket, Inbox inbox) throws Exception {
            super(CLIENT, socket);
            this.inbox = inbox;
            kexState.set(KexState.DONE);
        }

        static Guest connect() throws Exception {
            return new Guest(new MemorySocket(NOBODY), new Inbox());
        }

        @Override
        public IoWriteFuture writePacket(Buffer packet) throws IOException {
            return inbox.add(packet);
        }
    }

    private static final class Written extends AbstractIoWriteFuture {

        Written() {
            super("test", null);
        }

        void done() {
            setValue(true);
        }
    }
}
