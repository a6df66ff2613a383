package io.honeypool.proxy.ssh.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Connector;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;

/** Has an SSH client take connections that were made elsewhere. */
public final class Tunnels {

    static final AttributeRepository.AttributeKey<Socket> CONNECTION = new AttributeRepository.AttributeKey<>();

    private Tunnels() {}

    /**
     * Has a client that is not started yet take such connections.
     *
     * @param direct makes all others
     */
    public static IoServiceFactoryFactory beside(IoServiceFactoryFactory direct) {
        return new Factories(direct);
    }

    /**
     * Begins SSH over a connection, which is the SSH session's from then on, or closed if there is none.
     *
     * @param client one that was prepared
     * @param socket connected
     */
    public static ConnectFuture connect(SshClient client, String username, Socket socket) throws IOException {
        try {
            InetAddress address = socket.getInetAddress();
            // without the name, which MINA would look up
            InetSocketAddress remote =
                    new InetSocketAddress(InetAddress.getByAddress(address.getAddress()), socket.getPort());
            return client.connect(username, remote, AttributeRepository.ofKeyValuePair(CONNECTION, socket), null);
        } catch (IOException | RuntimeException refused) {
            socket.close();
            throw refused;
        }
    }

    private static final class Factories extends Nio2ServiceFactoryFactory {

        private final IoServiceFactoryFactory direct;

        Factories(IoServiceFactoryFactory direct) {
            this.direct = direct;
        }

        @Override
        public IoServiceFactory create(FactoryManager manager) {
            return new Services(manager, direct.create(manager));
        }
    }

    private static final class Services extends Nio2ServiceFactory {

        private final IoServiceFactory direct;

        Services(FactoryManager manager, IoServiceFactory direct) {
            super(manager, null, null);
            this.direct = direct;
        }

        @Override
        public IoConnector createConnector(IoHandler handler) {
            return new TunnelConnector(
                    direct.createConnector(handler), (Nio2Connector) super.createConnector(handler), this, handler);
        }

        @Override
        protected void doCloseImmediately() {
            direct.close(true);
            super.doCloseImmediately();
        }
    }
}
