package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.GatewayPass;
import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.GuestEndpoint.Route;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.fixture.TestGateway;
import io.honeypool.proxy.fixture.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to a guest, with a real TLS server at the other end. */
class PoolDialerIT {

    private static final UUID LEASE = new UUID(5, 6);

    @TempDir
    private static Path directory;

    private ServerSocket guest;

    @BeforeEach
    void start() throws IOException {
        guest = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            while (!guest.isClosed()) {
                try (Socket socket = guest.accept()) {
                    byte[] all = socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(all);
                } catch (IOException closed) {
                    // the test looks at its own end
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        guest.close();
    }

    @Test
    void aTunnelHasHalfClose() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        try (TestGateway gateway = TestGateway.start(keys, guest.getLocalPort());
                Socket socket = dialer(keys).dial(grant(), behind("127.0.0.1", gateway))) {
            assertHalfClose(socket);
            assertThat(gateway.heads()).singleElement().asString().startsWith("CONNECT " + LEASE + ".guest:23 ");
        }
    }

    @Test
    void aDirectConnectionNeedsNoTrust() throws IOException {
        try (Socket socket = new PoolDialer(Optional.empty(), Duration.ofSeconds(5))
                .dial(
                        grant(),
                        new GuestEndpoint(LoginProtocol.TELNET, Route.DIRECT, "127.0.0.1", guest.getLocalPort()))) {
            assertHalfClose(socket);
        }
    }

    @Test
    void aHostNameIsChecked() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "dns:localhost");
        try (TestGateway gateway = TestGateway.start(keys, guest.getLocalPort());
                Socket socket = dialer(keys).dial(grant(), behind("localhost", gateway))) {
            assertHalfClose(socket);
            assertRefused(keys, gateway, "127.0.0.1", SSLException.class);
        }
    }

    @Test
    void whomTheAuthorityDoesNotVouchForIsRefused() throws IOException, InterruptedException {
        TestKeys known = TestKeys.make(directory, "ip:127.0.0.1");
        TestKeys other = TestKeys.make(directory, "ip:127.0.0.1");
        try (TestGateway gateway = TestGateway.start(other, guest.getLocalPort())) {
            assertRefused(known, gateway, "127.0.0.1", SSLException.class);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "dns:pool.example,ip:127.0.0.2");
        try (TestGateway gateway = TestGateway.start(keys, guest.getLocalPort())) {
            assertRefused(keys, gateway, "127.0.0.1", SSLException.class);
        }
    }

    @Test
    void aCertificateThatIsOverIsRefused() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1", "-startdate", "-3d", "-validity", "1");
        try (TestGateway gateway = TestGateway.start(keys, guest.getLocalPort())) {
            assertRefused(keys, gateway, "127.0.0.1", SSLException.class);
        }
    }

    @Test
    void anOldTlsIsRefused() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        try (TestGateway gateway = TestGateway.startWithOldTls(keys, guest.getLocalPort())) {
            assertRefused(keys, gateway, "127.0.0.1", SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 403 Forbidden\r\n\r\n",
                "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
                "HTTP/1.1 301 Moved\r\nLocation: https://x\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 200 OK"
            })
    void whatIsNoYesIsANo(String answer) throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        try (TestGateway gateway = TestGateway.start(keys, guest.getLocalPort())) {
            gateway.answer(answer + (answer.endsWith("OK") ? "x".repeat(5_000) : ""));
            assertRefused(keys, gateway, "127.0.0.1", IOException.class);
        }
    }

    @Test
    void whoeverDoesNotAnswerIsNotWaitedForLong() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        try (TestGateway gateway = TestGateway.start(keys, guest.getLocalPort());
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            gateway.answer("");
            PoolDialer impatient = dialer(keys, Duration.ofSeconds(2));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> impatient.dial(grant(), behind("127.0.0.1", gateway)));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> impatient.dial(
                            grant(),
                            new GuestEndpoint(LoginProtocol.SSH, Route.GATEWAY, "127.0.0.1", silent.getLocalPort())));
        }
    }

    @Test
    void closingDoesNotWaitForAPeerThatDoesNotRead() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        AtomicLong written = new AtomicLong();
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestGateway gateway = TestGateway.start(keys, deaf.getLocalPort())) {
            Thread writing;
            try (Socket socket = dialer(keys).dial(grant(), behind("127.0.0.1", gateway))) {
                writing = Thread.ofVirtual().start(() -> writeUntilItEnds(socket, written));
                AtomicLong seen = new AtomicLong(-1);
                await().pollInterval(Duration.ofSeconds(1))
                        .until(() -> written.get() > 0 && seen.getAndSet(written.get()) == written.get());
            }

            assertThat(writing.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    private static void writeUntilItEnds(Socket socket, AtomicLong written) {
        try {
            byte[] block = new byte[1 << 16];
            while (true) {
                socket.getOutputStream().write(block);
                written.addAndGet(block.length);
            }
        } catch (IOException closed) {
            // which is what is waited for
        }
    }

    private static void assertHalfClose(Socket socket) throws IOException {
        byte[] word = "all of it".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(word);
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).isEqualTo(word);
    }

    private static void assertRefused(
            TestKeys trusted, TestGateway gateway, String host, Class<? extends IOException> how) {
        assertThatExceptionOfType(how)
                .isThrownBy(() -> dialer(trusted).dial(grant(), behind(host, gateway)))
                .satisfies(refused -> assertThat(String.valueOf(refused)).doesNotContain("secret-pass"));
    }

    private static PoolDialer dialer(TestKeys keys) throws IOException {
        return dialer(keys, Duration.ofSeconds(60));
    }

    private static PoolDialer dialer(TestKeys keys, Duration patience) throws IOException {
        try {
            return new PoolDialer(Optional.of(PoolCredentials.trusting(keys.certificate())), patience);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static GuestEndpoint behind(String host, TestGateway gateway) {
        return new GuestEndpoint(LoginProtocol.TELNET, Route.GATEWAY, host, gateway.port());
    }

    private static LeaseGrant grant() {
        return new LeaseGrant(
                LEASE,
                new UUID(1, 2),
                "default",
                true,
                List.of(),
                new GuestCredentials("root", "x"),
                new GatewayPass("secret-pass"),
                Instant.EPOCH);
    }
}
