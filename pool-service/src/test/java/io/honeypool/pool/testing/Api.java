package io.honeypool.pool.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the API with one token. */
public final class Api {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpClient http;
    private final String base;
    private final String token;

    private Api(HttpClient http, String base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** An API at an address of its own. */
    public static Api at(HttpClient http, String base, String token) {
        return new Api(http, base, token);
    }

    /** The API of a running application, with the token of a role; an empty role has none. */
    public static Api of(ConfigurableApplicationContext context, Path state, String role) {
        return of(context, "local.server.port", state, role);
    }

    static Api of(ConfigurableApplicationContext context, String portProperty, Path state, String role) {
        int port = Integer.parseInt(context.getEnvironment().getRequiredProperty(portProperty));
        return new Api(HTTP, "http://127.0.0.1:" + port, role.isEmpty() ? "" : token(state, role));
    }

    private static String token(Path state, String role) {
        try {
            return Files.readString(state.resolve("tokens/" + role + ".token")).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** An answer. */
    public record Answer(int status, String body, HttpHeaders headers) {

        /** The body as JSON. */
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** What a problem's type ends in. */
        public String problem() {
            String type = json().path("type").asString("");
            return type.substring(type.lastIndexOf(':') + 1);
        }
    }

    /** What it shows. */
    public String token() {
        return token;
    }

    /** The same caller with another token. */
    public Api withToken(String other) {
        return new Api(http, base, other);
    }

    /** Calls without body. */
    public Answer call(String method, String path) {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    /** Calls with a JSON body. */
    public Answer call(String method, String path, String body) {
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }

    /** Calls with a JSON body whose length is not said. */
    public Answer callChunked(String method, String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                                body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    }

    /** Brings a file whose length is not said. */
    public Answer bringChunked(String path, byte[] content, String type) {
        return send(request(path)
                .header("Content-Type", type)
                .method("PUT", BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(content))));
    }

    /** Brings a file; {@code ask}: its body when that is wanted, and not before. */
    public Answer bring(String path, byte[] content, String type, boolean ask) {
        return send(request(path)
                .header("Content-Type", type)
                .expectContinue(ask)
                .method("PUT", BodyPublishers.ofByteArray(content)));
    }

    /** Gets something large into a file; returns the status. */
    public int download(String path, Path file) {
        try {
            return http.send(request(path).timeout(Duration.ofMinutes(5)).build(), BodyHandlers.ofFile(file))
                    .statusCode();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Gets something large bit by bit. */
    public InputStream open(String path) throws IOException {
        try {
            return http.send(request(path).build(), BodyHandlers.ofInputStream())
                    .body();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
