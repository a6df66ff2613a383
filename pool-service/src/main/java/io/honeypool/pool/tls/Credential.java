package io.honeypool.pool.tls;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * A key and the certificates that go with it, the key's own first, as they stand in one PEM file: so that there is
 * never a file of one beside a file of another.
 */
record Credential(PrivateKey key, List<X509Certificate> chain) {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    Credential {
        chain = List.copyOf(chain);
    }

    /**
     * Reads a PEM file's content.
     *
     * @throws IllegalArgumentException if there is no key or no certificate in it
     */
    static Credential parse(String pem) {
        try {
            PemContent content = PemContent.of(pem);
            PrivateKey key = Objects.requireNonNull(content.getPrivateKey(), "it holds no private key");
            return new Credential(key, content.getCertificates());
        } catch (IllegalStateException | NullPointerException unreadable) {
            throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** A PEM file's content. */
    String pem() {
        StringBuilder text = new StringBuilder(block("PRIVATE KEY", key.getEncoded()));
        try {
            for (X509Certificate certificate : chain) {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    private static String block(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(content) + "\n-----END " + kind + "-----\n";
    }

    /** Leaves the key out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "Credential[" + certificate().getSubjectX500Principal() + "]";
    }
}
