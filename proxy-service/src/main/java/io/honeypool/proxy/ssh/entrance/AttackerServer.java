package io.honeypool.proxy.ssh.entrance;

import io.honeypool.common.lease.SourceAddress;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/** MINA's server with an {@link Entrance}. */
public final class AttackerServer extends SshServer {

    private final Predicate<SourceAddress> balancers;
    private final BiConsumer<InetSocketAddress, InetSocketAddress> refused;

    private AttackerServer(
            Predicate<SourceAddress> balancers, BiConsumer<InetSocketAddress, InetSocketAddress> refused) {
        this.balancers = balancers;
        this.refused = refused;
    }

    /**
     * Makes a server with MINA's defaults.
     *
     * @param balancers from where connections begin with a PROXY header
     * @param refused told source and destination of a balancer's connection that did not; must not block
     */
    public static SshServer create(
            Predicate<SourceAddress> balancers, BiConsumer<InetSocketAddress, InetSocketAddress> refused) {
        return ServerBuilder.builder()
                .factory(() -> new AttackerServer(balancers, refused))
                .build();
    }

    @Override
    protected IoAcceptor createAcceptor() {
        return getIoServiceFactory().createAcceptor(new Entrance(getSessionFactory(), balancers, refused));
    }
}
