package io.honeypool.pool.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.EnrolledCaller;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API over TLS, and what certificate it shows. */
class RemoteApiIT {

    @TempDir
    private Path directory;

    @Test
    void theApiIsServedOverTls13WithACertificateOfThePoolsOwnAuthority() throws IOException {
        try (RunningPool pool = RunningPool.start(EnrolledCaller.settings())) {
            SSLContext trust = EnrolledCaller.trusting(EnrolledCaller.authority(pool.state()));
            Api operator = EnrolledCaller.https(trust, base(pool), token(pool));

            assertThat(operator.call("GET", "/api/v1/pool").status()).isEqualTo(200);
            assertThat(operator.withToken("x").call("GET", "/api/v1/pool").status())
                    .isEqualTo(401);
            assertThat(pool.api("operator").call("GET", "/api/v1/pool").status())
                    .isEqualTo(200);
            assertThat(shown(pool, trust, "TLSv1.3")).hasSize(2);
            assertThatException()
                    .isThrownBy(() -> shown(pool, trust, "TLSv1.2"))
                    .isInstanceOf(SSLException.class);
            for (String file : List.of("tls/authority.pem", "tls/host.pem")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(pool.state().resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void whoeverDoesNotKnowTheAuthorityRefusesIt() throws IOException {
        SSLContext other = EnrolledCaller.trusting(
                CertificateAuthority.create(now()).credential().certificate());
        try (RunningPool pool = RunningPool.start(EnrolledCaller.settings())) {
            Api caller = EnrolledCaller.https(other, base(pool), token(pool));

            assertThatException()
                    .isThrownBy(() -> caller.call("GET", "/api/v1/pool"))
                    .withRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
        }
    }

    @Test
    void aCertificateThatIsOverIsRefused() throws IOException {
        CertificateAuthority authority = CertificateAuthority.create(now());
        Credential expired =
                authority.certify("127.0.0.1", now().minus(CertificateAuthority.HOST_VALIDITY.plusDays(2)));

        refused(authority, expired, "NotAfter");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws IOException {
        CertificateAuthority authority = CertificateAuthority.create(now());

        refused(authority, authority.certify("pool.example", now()), "No subject alternative");
    }

    private void refused(CertificateAuthority authority, Credential credential, String why) throws IOException {
        try (RunningPool pool = RunningPool.start(withBundle(credential))) {
            Api caller = EnrolledCaller.https(
                    EnrolledCaller.trusting(authority.credential().certificate()), base(pool), token(pool));

            assertThatException()
                    .isThrownBy(() -> caller.call("GET", "/api/v1/pool"))
                    .havingRootCause()
                    .withMessageContaining(why);
        }
    }

    @Test
    void anOperatorsOwnCertificateIsShownAndTakenUpWhenItChanges() throws IOException {
        CertificateAuthority authority = CertificateAuthority.create(now());
        SSLContext trust = EnrolledCaller.trusting(authority.credential().certificate());
        Credential first = authority.certify("127.0.0.1", now());
        Credential second = authority.certify("127.0.0.1", now());
        try (RunningPool pool = RunningPool.start(withBundle(first))) {
            assertThat(shown(pool, trust, "TLSv1.3").getFirst()).isEqualTo(first.certificate());

            Path beside = Files.writeString(directory.resolve("new"), second.pem());
            Files.move(beside, directory.resolve("own.pem"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);

            org.awaitility.Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(shown(pool, trust, "TLSv1.3").getFirst()).isEqualTo(second.certificate()));
            assertThat(Files.exists(pool.state().resolve("tls/host.pem"))).isFalse();
        }
    }

    @Test
    void theHostsCertificateIsRenewedWhileThePoolRuns() throws IOException {
        try (RunningPool pool = RunningPool.start(EnrolledCaller.settings())) {
            Path file = pool.state().resolve("tls/host.pem");
            CertificateAuthority authority = new CertificateAuthority(
                    Credential.parse(Files.readString(pool.state().resolve("tls/authority.pem"))));
            SSLContext trust = EnrolledCaller.trusting(authority.credential().certificate());
            X509Certificate before = shown(pool, trust, "TLSv1.3").getFirst();
            Files.writeString(
                    file,
                    authority
                            .certify("127.0.0.1", now().minus(Duration.ofDays(70)))
                            .pem());

            pool.bean(HostIdentity.class).refresh();

            X509Certificate after = shown(pool, trust, "TLSv1.3").getFirst();
            assertThat(after).isNotEqualTo(before);
            assertThat(after.getNotAfter().toInstant()).isAfter(now().plus(Duration.ofDays(85)));
            assertThat(Credential.parse(Files.readString(file)).certificate()).isEqualTo(after);
        }
    }

    @Test
    void aRestartShowsTheSameCertificateAndAnotherHostNameAnother() throws IOException {
        try (RunningPool pool = RunningPool.start(EnrolledCaller.settings())) {
            X509Certificate authority = EnrolledCaller.authority(pool.state());
            String before = Files.readString(pool.state().resolve("tls/host.pem"));
            pool.restart();
            assertThat(Files.readString(pool.state().resolve("tls/host.pem"))).isEqualTo(before);

            pool.restart("honeypool.pool.remote.host", "::1");
            assertThat(Files.readString(pool.state().resolve("tls/host.pem"))).isNotEqualTo(before);
            assertThat(EnrolledCaller.authority(pool.state())).isEqualTo(authority);
        }
    }

    @Test
    void aBundleThatIsNotThereIsExplained() {
        assertThatException()
                .isThrownBy(
                        () -> RunningPool.start(EnrolledCaller.settings("honeypool.pool.remote.ssl-bundle", "mine")))
                .havingRootCause();
        assertThatException()
                .isThrownBy(
                        () -> RunningPool.start(EnrolledCaller.settings("honeypool.pool.remote.ssl-bundle", "mine")))
                .satisfies(failure -> assertThat(causes(failure))
                        .filteredOn(StartupFailure.class::isInstance)
                        .first()
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("honeypool.pool.remote.ssl-bundle"));
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private String[] withBundle(Credential credential) throws IOException {
        Path file = Files.writeString(directory.resolve("own.pem"), credential.pem());
        return EnrolledCaller.settings(
                "honeypool.pool.remote.ssl-bundle", "mine",
                "spring.ssl.bundle.pem.mine.reload-on-update", "true",
                "spring.ssl.bundle.watch.file.quiet-period", "100ms",
                "spring.ssl.bundle.pem.mine.keystore.certificate", "file:" + file,
                "spring.ssl.bundle.pem.mine.keystore.private-key", "file:" + file);
    }

    private static List<X509Certificate> shown(RunningPool pool, SSLContext trust, String version) throws IOException {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory()
                .createSocket("127.0.0.1", pool.bean(RemoteApi.class).port())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return java.util.Arrays.stream(socket.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static String base(RunningPool pool) {
        return "https://127.0.0.1:" + pool.bean(RemoteApi.class).port();
    }

    private static String token(RunningPool pool) throws IOException {
        return Files.readString(pool.state().resolve("tokens/operator.token")).strip();
    }

    private static Instant now() {
        return Instant.now();
    }
}
