package io.honeypool.proxy.lease;

import io.honeypool.proxy.state.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a sensor was given when it joined a pool on another host. One file holds all of it, so that it is there whole or
 * not at all.
 *
 * @param name what the sensor is called there
 * @param url base of the pool's REST API
 * @param token what the sensor shows there
 * @param authority certificate of whoever vouches for the pool's hosts, in base64
 */
record PoolCredentials(String name, URI url, String token, String authority) {

    private static final long LONGEST_FILE = 64 * 1024;

    /** Reads the file. */
    static PoolCredentials read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException("it is too long for what a sensor is given when it joins");
        }
        try {
            PoolCredentials read = JsonMapper.shared().readValue(Files.readString(file), PoolCredentials.class);
            if (read == null || read.name == null || read.url == null || read.token == null || read.authority == null) {
                throw new IOException("something is missing in it");
            }
            read.trust();
            return read;
        } catch (JacksonException unreadable) {
            // Jackson's own message would repeat what stands there
            throw new IOException("it is not what a sensor is given when it joins");
        }
    }

    /** Makes or replaces the file, for its owner's eyes alone. */
    void write(Path file) throws IOException {
        WholeFile.write(file, JsonMapper.shared().writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
    }

    /** Trust in the authority, and in nobody else. */
    SSLContext trust() throws IOException {
        try {
            return trusting((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(authority))));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IOException("the certificate in it cannot be read", unreadable);
        }
    }

    /** Trust in one certificate, and what it vouches for. */
    static SSLContext trusting(X509Certificate authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("pool", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Leaves the token out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "PoolCredentials[name=" + name + ", url=" + url + "]";
    }
}
