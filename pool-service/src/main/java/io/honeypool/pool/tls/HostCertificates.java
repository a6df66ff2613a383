package io.honeypool.pool.tls;

import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.settings.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files {@code tls/authority.pem} and {@code tls/host.pem} of the state directory. Both are made when they are
 * first needed; the host's is made anew a month before it ends, and when it is for another host or from another
 * authority.
 */
final class HostCertificates {

    private static final Logger log = LoggerFactory.getLogger(HostCertificates.class);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private final StateDirectory state;
    private final String host;
    private final InstantSource clock;

    /**
     * Keeps the certificate of a host.
     *
     * @param host its name or address
     */
    HostCertificates(StateDirectory state, String host, InstantSource clock) {
        this.state = state;
        this.host = host;
        this.clock = clock;
    }

    /**
     * The certificate as it is to be shown now.
     *
     * @throws StartupFailure if the files can be neither used nor made
     */
    synchronized Credential current() {
        Path directory = state.directory("tls", "rwx------");
        Path authorityFile = directory.resolve("authority.pem");
        Path hostFile = directory.resolve("host.pem");
        Instant now = clock.instant();
        if (Files.notExists(authorityFile)) {
            write(authorityFile, CertificateAuthority.create(now).credential());
            log.info("Made a certificate authority: {}", authorityFile);
        }
        CertificateAuthority authority = new CertificateAuthority(read(authorityFile));
        if (Files.exists(hostFile)) {
            Credential known = read(hostFile);
            if (isGood(known, authority.credential().certificate(), now)) {
                return known;
            }
        }
        Credential made = authority.certify(host, now);
        write(hostFile, made);
        log.info(
                "Made a certificate for {}, good until {}",
                host,
                made.certificate().getNotAfter().toInstant());
        return made;
    }

    private boolean isGood(Credential known, X509Certificate authority, Instant now) {
        X509Certificate certificate = known.certificate();
        try {
            certificate.verify(authority.getPublicKey());
            certificate.checkValidity(Date.from(now.plus(RENEWED_BEFORE)));
            return certificate.getSubjectAlternativeNames() != null
                    && certificate.getSubjectAlternativeNames().stream().anyMatch(this::isHost);
        } catch (CertificateParsingException unreadable) {
            return false;
        } catch (GeneralSecurityException foreignOrLate) {
            return false;
        }
    }

    private boolean isHost(List<?> name) {
        String text = String.valueOf(name.get(1));
        return text.equalsIgnoreCase(host) || sameAddress(text);
    }

    /** An IPv6 address has many spellings. */
    private boolean sameAddress(String text) {
        try {
            return java.net.InetAddress.ofLiteral(text).equals(java.net.InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static Credential read(Path file) {
        try {
            return Credential.parse(Files.readString(file));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new StartupFailure(
                    "The certificate file " + file + " cannot be used: " + unusable.getMessage() + ".",
                    "Make it readable for the user that the pool runs as, or remove it to have a new one made; after a"
                            + " new authority.pem every sensor has to be enrolled again.",
                    unusable);
        }
    }

    private void write(Path file, Credential credential) {
        try {
            state.writePrivately(file, credential.pem());
        } catch (IOException refused) {
            throw new StartupFailure(
                    "The certificate file " + file + " cannot be made: " + refused + ".",
                    "Make its directory writable for the user that the pool runs as.",
                    refused);
        }
    }
}
