package io.honeypool.pool.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.ssl.pem.PemContent;
import tools.jackson.databind.JsonNode;

/**
 * A sensor on another host, as the pool sees it: enrolled and joined, with trust in the pool's own authority.
 *
 * @param name what it was enrolled as
 * @param api the API over TLS with its token
 * @param trust what it trusts
 */
public record EnrolledCaller(String name, Api api, SSLContext trust) {

    private static final List<String> SETTINGS = List.of(
            "honeypool.pool.remote.enabled", "true",
            "honeypool.pool.remote.host", "127.0.0.1",
            "honeypool.pool.remote.address", "127.0.0.1",
            "honeypool.pool.remote.api-port", "0",
            "honeypool.pool.gateway.port", "0");

    /** Settings that a pool needs for this, and further ones. */
    public static String[] settings(String... more) {
        List<String> all = new ArrayList<>(SETTINGS);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Enrols and joins. */
    public static EnrolledCaller join(RunningPool pool, String name) {
        return join(pool, name, trusting(authority(pool.state())));
    }

    /** Enrols and joins over TLS with some trust. */
    public static EnrolledCaller join(RunningPool pool, String name, SSLContext trust) {
        String[] invitation = invitation(pool, name).split("[@/]", -1);
        Api joining = https(trust, "https://" + invitation[1], invitation[3]);
        JsonNode membership =
                joining.call("POST", "/api/v1/sensors/" + name + "/join").json();
        return new EnrolledCaller(
                name, joining.withToken(membership.path("token").asString()), trust);
    }

    /** What {@code sensor enroll} prints. */
    public static String invitation(RunningPool pool, String name) {
        return pool.api("operator")
                .call("POST", "/api/v1/sensors", "{\"name\":\"" + name + "\"}")
                .json()
                .path("join")
                .asString();
    }

    /** A caller over TLS. */
    public static Api https(SSLContext trust, String base, String token) {
        return Api.at(HttpClient.newBuilder().sslContext(trust).build(), base, token);
    }

    /** The certificates that a pool shows, its authority's last. */
    public static X509Certificate authority(Path state) {
        try {
            return PemContent.of(Files.readString(state.resolve("tls/host.pem")))
                    .getCertificates()
                    .getLast();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Trust in one authority. */
    public static SSLContext trusting(X509Certificate... authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate authority : List.of(authorities)) {
                store.setCertificateEntry(authority.getSerialNumber().toString(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
