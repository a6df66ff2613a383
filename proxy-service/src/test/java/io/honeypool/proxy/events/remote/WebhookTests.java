package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.RemoteSinkException;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTests {

    private static final List<SpooledEvent> BATCH =
            List.of(new SpooledEvent(new UUID(0, 1), "{\"a\":1}"), new SpooledEvent(new UUID(0, 2), "{\"a\":2}"));

    @TempDir
    private Path directory;

    private HttpServer server;
    private URI url;
    private volatile int status = 204;
    private volatile String body = "";
    private volatile @Nullable String signature;
    private volatile @Nullable String time;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/hook", exchange -> {
            try (exchange) {
                body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                signature = exchange.getRequestHeaders().getFirst("Honeypool-Signature");
                time = exchange.getRequestHeaders().getFirst("Honeypool-Timestamp");
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The signature is what openssl dgst -sha256 -hmac says of the same text. */
    @Test
    void eventsArePostedAndSigned() throws Exception {
        webhook().send(BATCH);

        assertThat(body)
                .isEqualTo("{\"events\":[{\"id\":\"00000000-0000-0000-0000-000000000001\",\"event\":{\"a\":1}},"
                        + "{\"id\":\"00000000-0000-0000-0000-000000000002\",\"event\":{\"a\":2}}]}");
        assertThat(time).isEqualTo("1000");
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", "0123456789abcdef0123").start();
        openssl.getOutputStream().write(("1000." + body).getBytes(StandardCharsets.UTF_8));
        openssl.getOutputStream().close();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(signature).isEqualTo("sha256=" + said.substring(said.lastIndexOf(' ') + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatIsRefusedIsNotSentAgain(int answer) {
        status = answer;

        assertThatExceptionOfType(RejectedEventsException.class)
                .isThrownBy(() -> webhook().send(BATCH));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 404, 429, 500, 503})
    void everythingElseIsWorthAnotherTry(int answer) {
        status = answer;

        assertThatIOException().isThrownBy(() -> webhook().send(BATCH));
    }

    @Test
    void withoutAGoodSecretNothingStarts() throws IOException {
        Path weak = Files.writeString(directory.resolve("weak"), "short\n");
        for (Path file : new @Nullable Path[] {null, directory.resolve("missing"), weak}) {
            assertThatExceptionOfType(RemoteSinkException.class)
                    .isThrownBy(() -> Webhook.of(new EventSettings.Webhook(url, file), url, InstantSource.system()));
        }
    }

    private Webhook webhook() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef0123\n");
        return Webhook.of(new EventSettings.Webhook(url, secret), url, () -> Instant.ofEpochSecond(1000));
    }
}
