package io.honeypool.proxy.ssh.persona;

import io.honeypool.proxy.ssh.PersonaException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.springframework.boot.logging.LoggingSystem;

/** Reads a real server into a persona: connects once, exchanges keys and asks for a login with no credentials. */
public final class PersonaCapture {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A client that nobody would look at twice. */
    private static final String CLIENT = "OpenSSH_9.2p1 Debian-2+deb12u7";

    private static final String USER = "root";

    private PersonaCapture() {}

    /** The command {@code honeypool persona capture HOST:PORT}: writes the file's text to standard output. */
    public static void main(String[] arguments) {
        LoggingSystem.get(PersonaCapture.class.getClassLoader()).beforeInitialize();
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println("usage: honeypool persona capture HOST:PORT");
            return 2;
        }
        URI server;
        try {
            server = URI.create("ssh://" + arguments[0]);
        } catch (IllegalArgumentException e) {
            err.println("'" + arguments[0] + "' is not of the form HOST:PORT");
            return 2;
        }
        if (server.getHost() == null) {
            err.println("'" + arguments[0] + "' is not of the form HOST:PORT");
            return 2;
        }
        try {
            byte[] file = PersonaFile.write(capture(server.getHost(), server.getPort() < 0 ? 22 : server.getPort()));
            out.write(file);
            out.println();
            out.flush();
            PersonaFile.read(arguments[0], file);
            return 0;
        } catch (IOException e) {
            err.println(arguments[0] + " was not captured: " + e.getMessage());
            return 1;
        } catch (PersonaException e) {
            err.println("captured, but the sensor cannot be it: " + e.getMessage());
            return 3;
        }
    }

    /**
     * Reads a server.
     *
     * @throws IOException if it does not answer, or offers different things in each direction
     */
    static Persona capture(String host, int port) throws IOException {
        SecurityUtils.getRegisteredProviders();
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            client.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
            client.setSessionFactory(new CapturingSession.Factory(client));
            CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, CLIENT);
            client.start();
            try (CapturingSession session = (CapturingSession)
                    client.connect(USER, host, port).verify(PATIENCE).getSession()) {
                AuthFuture refused = session.auth();
                refused.await(PATIENCE);
                return persona(session);
            }
        }
    }

    private static Persona persona(CapturingSession session) throws IOException {
        String identification = session.getServerVersion();
        Offer offer = new Offer(session.getServerKexProposals());
        return new Persona(
                identification,
                offer.names(KexProposalOption.ALGORITHMS),
                offer.names(KexProposalOption.SERVERKEYS),
                both(offer, KexProposalOption.C2SENC, KexProposalOption.S2CENC),
                both(offer, KexProposalOption.C2SMAC, KexProposalOption.S2CMAC),
                both(offer, KexProposalOption.C2SCOMP, KexProposalOption.S2CCOMP),
                session.extensions(),
                // It is sent to those alone who are logged in; OpenSSH has done so since its release 6.8.
                identification.contains("OpenSSH"),
                List.of(session.authentication().split(",")),
                session.banner());
    }

    private static List<String> both(Offer offer, KexProposalOption one, KexProposalOption other) throws IOException {
        if (!offer.list(one).equals(offer.list(other))) {
            throw new IOException("it offers other " + one.getDescription() + " than " + other.getDescription());
        }
        return offer.names(one);
    }
}
