package io.honeypool.proxy.ssh;

import io.honeypool.proxy.lease.GuestDialer;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.ssh.connection.GuestConnection;
import io.honeypool.proxy.ssh.landing.LandingPolicy;
import io.honeypool.proxy.ssh.landing.Landings;
import io.honeypool.proxy.ssh.socket.IoLoops;
import io.honeypool.proxy.ssh.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * The guest legs of all sessions, over one shared SSH client: a client each would leak threads. Guests sit on an
 * isolated network of ours and are made by us, so their host keys are not checked, and the cheapest algorithms that
 * every sshd offers are preferred.
 */
public final class GuestLinks implements AutoCloseable {

    private static final Duration AUTH_TIMEOUT = Duration.ofSeconds(30);

    private final SshClient client;
    private final SessionLeases leases;
    private final GuestDialer dialer;
    private final Landings landings;

    /**
     * Makes them.
     *
     * @param leases whose guests they lead to
     * @param dialer makes connections that lead through a gateway
     * @param landing which accounts attackers become
     * @param passwords what worked in guests
     */
    public GuestLinks(SessionLeases leases, GuestDialer dialer, LandingPolicy landing, GuestPasswords passwords) {
        this.leases = leases;
        this.dialer = dialer;
        this.client = client();
        this.landings = Landings.over(new GuestClient(client, dialer, null), landing, passwords);
    }

    void start(IoLoops threads) {
        client.setIoServiceFactoryFactory(Tunnels.beside(threads.services()));
        client.start();
    }

    /**
     * The link of a session; nothing happens until it is begun.
     *
     * @param attacker the attacker's connection, whose thread the guest's will have
     */
    GuestLink linkFor(Session session, IoSession attacker) {
        GuestClient own = new GuestClient(client, dialer, IoLoops.beside(attacker));
        return new GuestLink(session, leases, own, landings);
    }

    @Override
    public void close() {
        client.stop();
    }

    private static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServiceFactories(List.of(ClientUserAuthServiceFactory.INSTANCE, GuestConnection.FACTORY));
        client.addSessionListener(new GuestConnection.LastWords());
        client.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        // for connections of our own: what attackers' connections open is passed on before MINA sees it
        client.setChannelFactories(List.of());
        client.setKeyExchangeFactories(
                preferring(client.getKeyExchangeFactories(), BuiltinDHFactories.curve25519.getName()));
        client.setCipherFactories(preferring(client.getCipherFactories(), BuiltinCiphers.aes128gcm.getName()));
        CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "OpenSSH_9.2p1 Debian-2+deb12u7");
        CoreModuleProperties.AUTH_TIMEOUT.set(client, AUTH_TIMEOUT);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        // the link leaves no host of ours; the guest may still want other keys, and the ciphers' own limits hold
        CoreModuleProperties.REKEY_TIME_LIMIT.set(client, Duration.ZERO);
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(client, 0L);
        return client;
    }

    private static <T extends org.apache.sshd.common.NamedResource> List<T> preferring(List<T> factories, String name) {
        return factories.stream()
                .sorted(java.util.Comparator.comparing(
                        factory -> !factory.getName().equals(name)))
                .toList();
    }
}
