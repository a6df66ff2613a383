package io.honeypool.proxy.lease;

import io.honeypool.common.lease.GuestCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's own machine, its settings checked.
 *
 * @param host its name or address
 * @param sshPort where its SSH server listens
 * @param telnetPort where its Telnet server listens; 0 if it has none
 * @param credentials the account every attacker becomes there
 */
record StaticBackend(String host, int sshPort, int telnetPort, GuestCredentials credentials) {

    private static final Logger log = LoggerFactory.getLogger(StaticBackend.class);
    private static final String PREFIX = "honeypool.sensor.backend.";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** OpenSSH's own bound (auth-passwd.c). */
    private static final int LONGEST_PASSWORD = 1024;

    /**
     * Reads the settings of a static backend.
     *
     * @throws BackendException if they are incomplete, contradict each other or name what cannot be read
     */
    static StaticBackend of(BackendSettings settings) {
        String host = settings.host();
        if (host == null || host.isBlank()) {
            throw new BackendException(
                    "The static backend has no host",
                    "Set " + PREFIX + "host to the name or address of your own machine, or " + PREFIX
                            + "type to pool.");
        }
        return new StaticBackend(
                host.strip(),
                settings.sshPort(),
                settings.telnetPort(),
                new GuestCredentials(settings.username(), password(settings)));
    }

    /**
     * Refuses settings of a static backend where there is a pool: they would be without effect.
     *
     * @throws BackendException if there are some
     */
    static void expectNone(BackendSettings settings) {
        if (settings.host() != null || settings.password() != null || settings.passwordFile() != null) {
            throw new BackendException(
                    "The settings name a machine of your own, but guests come from the pool",
                    "Set " + PREFIX + "type to static, or remove " + PREFIX + "host, " + PREFIX + "password and "
                            + PREFIX + "password-file.");
        }
    }

    /**
     * Refuses a backend that is the sensor itself, which would connect to itself until nothing is left.
     *
     * @param sensorPorts where the sensor listens
     * @throws BackendException if it is
     */
    void expectNotOn(Collection<Integer> sensorPorts) {
        if (sensorPorts.contains(sshPort) && isOwnHost()) {
            throw itself(sshPort, "SSH", "ssh");
        }
        if (telnetPort > 0 && sensorPorts.contains(telnetPort) && isOwnHost()) {
            throw itself(telnetPort, "Telnet", "telnet");
        }
    }

    private BackendException itself(int port, String protocol, String setting) {
        return new BackendException(
                "The static backend " + host + ":" + port + " is the sensor itself",
                "Set " + PREFIX + setting + "-port to the port of the real " + protocol
                        + " server, or honeypool.sensor." + setting + ".port to another one.");
    }

    /** Says in the log whether the machine can be reached now; it may well be started later. */
    void probe() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(), sshPort), (int) CONNECT_TIMEOUT.toMillis());
            log.info("Static backend {}:{} can be reached", host, sshPort);
        } catch (IOException e) {
            log.warn(
                    "Static backend {}:{} cannot be reached now ({}); attackers who log in are disconnected until it"
                            + " can",
                    host,
                    sshPort,
                    e.toString());
        }
    }

    /**
     * The machine's address, asked for anew each time because names move.
     *
     * @throws UnknownHostException if the name has none now
     */
    InetAddress address() throws UnknownHostException {
        return InetAddress.getByName(host);
    }

    private boolean isOwnHost() {
        try {
            InetAddress address = address();
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException unknownForNow) {
            return false;
        }
    }

    private static String password(BackendSettings settings) {
        String password = settings.password();
        Path file = settings.passwordFile();
        if ((password == null) == (file == null)) {
            throw new BackendException(
                    password == null
                            ? "The static backend has no password"
                            : "The static backend has a password and a password file",
                    "Set either " + PREFIX + "password-file to a file whose one line is the password of "
                            + settings.username() + " on your machine, or " + PREFIX + "password.");
        }
        return password != null ? usable(password, PREFIX + "password") : read(file);
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > LONGEST_PASSWORD + 2) {
                throw unusable(file.toString(), "is too long for a password");
            }
            String content = Files.readString(file, StandardCharsets.UTF_8);
            return usable(content.replaceFirst("\\R\\z", ""), file.toString());
        } catch (IOException e) {
            throw unusable(file.toString(), "cannot be read: " + e);
        }
    }

    private static String usable(String password, String where) {
        if (password.isEmpty() || password.chars().anyMatch(Character::isISOControl)) {
            throw unusable(where, "holds no password of one line");
        }
        return password;
    }

    private static BackendException unusable(String where, String problem) {
        return new BackendException(
                "The static backend's password cannot be used: " + where + " " + problem,
                "Correct " + where + ", readable for the user that runs the sensor.");
    }
}
