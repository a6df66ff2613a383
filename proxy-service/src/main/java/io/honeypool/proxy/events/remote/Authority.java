package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.RemoteSinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Knows servers by the certificates that an operator names. */
final class Authority {

    private Authority() {}

    /**
     * Trusts what a file holds.
     *
     * @param setting name of the setting, for who has to correct it
     * @param file certificates in PEM; Java's own when null
     * @throws RemoteSinkException if it holds none
     */
    static SSLContext trust(String setting, @Nullable Path file) {
        try {
            return file == null ? SSLContext.getDefault() : trusting(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new RemoteSinkException(
                    "The certificates that a server is known by cannot be used: " + file + ": " + e.getMessage() + ".",
                    "Correct " + setting + ": a file with certificates in PEM, readable for the user that runs the"
                            + " sensor.",
                    e);
        }
    }

    private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                known.setCertificateEntry("authority-" + number++, certificate);
            }
        }
        if (known.size() == 0) {
            throw new IOException("holds no certificate");
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
