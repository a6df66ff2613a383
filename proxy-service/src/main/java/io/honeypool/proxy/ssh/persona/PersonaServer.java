package io.honeypool.proxy.ssh.persona;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionDisconnectHandler;
import org.apache.sshd.common.session.helpers.TimeoutIndicator;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/** Makes a MINA server show a persona. */
public final class PersonaServer {

    /** OpenSSH's own (packet.c). */
    private static final long MOST_PACKETS_OF_A_KEY = 1L << 31;

    private PersonaServer() {}

    /**
     * Sets everything up that a client can see before a login.
     *
     * @return the announcement of the host keys, for whoever answers global requests
     */
    public static HostKeyAnnouncement present(
            SshServer server, Persona persona, KeyPairProvider hostKeys, ProtocolErrors errors) {
        SecurityUtils.getRegisteredProviders();
        HostKeyAnnouncement announcement = HostKeyAnnouncement.of(load(hostKeys), persona.hostKeys());
        server.setKeyPairProvider(hostKeys);
        server.setKeyExchangeFactories(Algorithms.all(persona.keyExchange(), Algorithms::keyExchange));
        server.setCipherFactories(Algorithms.all(persona.ciphers(), Algorithms::cipher));
        server.setMacFactories(Algorithms.all(persona.macs(), Algorithms::mac));
        server.setCompressionFactories(Algorithms.all(persona.compression(), Algorithms::compression));
        server.setKexExtensionHandler(new ExtensionInfo(persona.extensions()));
        server.setSessionDisconnectHandler(new SilentTimeouts());
        server.setSessionFactory(new Sessions(server, persona, announcement, errors));
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, persona.software());
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.IGNORE_MESSAGE_SIZE.set(server, 0);
        // OpenSSH counts blocks and packets, as MINA does too, but neither bytes nor time.
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, 0L);
        CoreModuleProperties.REKEY_TIME_LIMIT.set(server, Duration.ZERO);
        CoreModuleProperties.REKEY_PACKETS_LIMIT.set(server, MOST_PACKETS_OF_A_KEY);
        if (persona.banner() != null) {
            CoreModuleProperties.WELCOME_BANNER.set(server, persona.banner());
        }
        return announcement;
    }

    private static Iterable<java.security.KeyPair> load(KeyPairProvider hostKeys) {
        try {
            return hostKeys.loadKeys(null);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("host keys that were loaded cannot be read", e);
        }
    }

    /** Makes sessions that behave as the persona does. */
    private static final class Sessions extends SessionFactory {

        private final Persona persona;
        private final HostKeyAnnouncement announcement;
        private final ProtocolErrors errors;

        Sessions(SshServer server, Persona persona, HostKeyAnnouncement announcement, ProtocolErrors errors) {
            super(server);
            this.persona = persona;
            this.announcement = announcement;
            this.errors = errors;
        }

        @Override
        protected ServerSessionImpl doCreateSession(IoSession connection) throws Exception {
            return new PersonaSession(getServer(), connection, persona, announcement, errors);
        }
    }

    /** OpenSSH's server says nothing to a client whose time is over. */
    private static final class SilentTimeouts implements SessionDisconnectHandler {

        @Override
        public boolean handleTimeoutDisconnectReason(Session session, TimeoutIndicator timeout) {
            session.close(true);
            return true;
        }
    }
}
