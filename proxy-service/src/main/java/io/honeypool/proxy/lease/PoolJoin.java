package io.honeypool.proxy.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Turns a {@link JoinString} into stored {@link PoolCredentials}. */
final class PoolJoin {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private PoolJoin() {}

    /**
     * Joins and stores what is given.
     *
     * @param file where to
     * @throws IOException if that fails; the message says what to do
     */
    static PoolCredentials join(JoinString join, Path file) throws IOException, InterruptedException {
        expectWritable(file);
        try {
            X509Certificate authority = authority(join);
            PoolCredentials credentials = new PoolCredentials(
                    join.name(),
                    join.url(),
                    token(join, PoolCredentials.trusting(authority)),
                    Base64.getEncoder().encodeToString(authority.getEncoded()));
            credentials.write(file);
            return credentials;
        } catch (GeneralSecurityException broken) {
            throw new IOException("the pool's certificate cannot be used: " + broken.getMessage(), broken);
        }
    }

    /** What one joins with is good for once, so what can fail here comes first. */
    private static void expectWritable(Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(directory);
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString(), null, "what is given cannot be stored there");
        }
    }

    /** Shakes hands and says nothing. */
    private static X509Certificate authority(JoinString join) throws IOException, GeneralSecurityException {
        FingerprintTrust trust = new FingerprintTrust(join.fingerprint());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        String host = join.url().getHost().replace("[", "").replace("]", "");
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getByName(host), join.url().getPort()),
                    Math.toIntExact(PATIENCE.toMillis()));
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory()
                    .createSocket(socket, host, join.url().getPort(), true)) {
                tls.setEnabledProtocols(PROTOCOLS);
                tls.startHandshake();
            }
        } catch (SSLException refused) {
            throw new IOException(
                    "whoever answers at " + join.url() + " is not the pool that the string is from: "
                            + refused.getMessage(),
                    refused);
        } catch (IOException unreachable) {
            throw new IOException(
                    join.url() + " cannot be reached from here (" + unreachable.getMessage()
                            + "); see that the pool runs and that no firewall is between",
                    unreachable);
        }
        return Objects.requireNonNull(trust.found());
    }

    private static String token(JoinString join, SSLContext trust) throws IOException, InterruptedException {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(PROTOCOLS);
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(trust)
                .sslParameters(parameters)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(join.url().resolve("/api/v1/sensors/" + join.name() + "/join"))
                            .timeout(PATIENCE)
                            .header("Authorization", "Bearer " + join.token())
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == 401 || answer.statusCode() == 409) {
                throw new IOException(
                        "the string was used before, or is too old, or the sensor was revoked; get another"
                                + " one with \"honeypool sensor enroll " + join.name() + "\" on the pool's host");
            }
            if (answer.statusCode() != 200) {
                throw new IOException("the pool answered with status " + answer.statusCode() + "; its log says more");
            }
            return read(answer.body());
        }
    }

    private static String read(String body) throws IOException {
        try {
            String token = JsonMapper.shared().readTree(body).path("token").asString("");
            if (!token.matches("[A-Za-z0-9_-]{16,128}")) {
                throw new IOException("the pool answered without a token");
            }
            return token;
        } catch (JacksonException unreadable) {
            throw new IOException("the pool answered something that cannot be read");
        }
    }
}
