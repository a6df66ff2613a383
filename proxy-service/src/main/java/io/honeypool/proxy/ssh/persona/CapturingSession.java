package io.honeypool.proxy.ssh.persona;

import io.honeypool.proxy.ssh.persona.Persona.Extension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.extension.KexExtensions;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** A client's session that keeps what the server says of itself. Written on an I/O thread, read after the login. */
final class CapturingSession extends ClientSessionImpl {

    private static final int MOST_EXTENSIONS = 100;

    private volatile List<Extension> extensions = List.of();
    private volatile @Nullable String authentication;
    private volatile @Nullable String banner;

    private CapturingSession(ClientFactoryManager client, IoSession connection) throws Exception {
        super(client, connection);
    }

    List<Extension> extensions() {
        return extensions;
    }

    /** The methods that may go on, as the server lists them. */
    String authentication() throws IOException {
        String methods = authentication;
        if (methods == null) {
            throw new IOException("it did not say how to log in");
        }
        return methods;
    }

    @Nullable String banner() {
        return banner;
    }

    @Override
    protected void doHandleMessage(Buffer message) throws Exception {
        Buffer copy = new ByteArrayBuffer(message.array(), message.rpos(), message.available());
        switch (copy.getUByte()) {
            case KexExtensions.SSH_MSG_EXT_INFO -> extensions = readExtensions(copy);
            case SshConstants.SSH_MSG_USERAUTH_BANNER -> banner = copy.getString();
            case SshConstants.SSH_MSG_USERAUTH_FAILURE -> {
                if (authentication == null) {
                    authentication = copy.getString();
                }
            }
            default -> {
                // says nothing of the server
            }
        }
        super.doHandleMessage(message);
    }

    private static List<Extension> readExtensions(Buffer message) {
        List<Extension> read = new ArrayList<>();
        long count = message.getUInt();
        for (int i = 0; i < Math.min(count, MOST_EXTENSIONS); i++) {
            read.add(new Extension(message.getString(), new String(message.getBytes(), StandardCharsets.ISO_8859_1)));
        }
        return List.copyOf(read);
    }

    /** Makes them for MINA. */
    static final class Factory extends SessionFactory {

        Factory(ClientFactoryManager client) {
            super(client);
        }

        @Override
        protected ClientSessionImpl doCreateSession(IoSession connection) throws Exception {
            return new CapturingSession(getClient(), connection);
        }
    }
}
