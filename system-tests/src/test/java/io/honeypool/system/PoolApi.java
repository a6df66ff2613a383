package io.honeypool.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pool's REST API as an operator's script sees it. */
final class PoolApi {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final @Nullable String token;

    PoolApi(int port, @Nullable String token) {
        this("127.0.0.1", port, token);
    }

    PoolApi(String host, int port, @Nullable String token) {
        this.base = URI.create("http://" + host + ":" + port + "/api/v1/");
        this.token = token;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /**
     * The leases that have not ended; one that fell idle between the two requests is in both answers, and told once.
     */
    List<JsonNode> activeLeases() {
        Map<String, JsonNode> leases = new LinkedHashMap<>();
        Stream.of("ACTIVE", "IDLE")
                .flatMap(state -> get("leases?size=500&state=" + state)
                        .json()
                        .get("items")
                        .valueStream())
                .forEach(lease -> leases.put(lease.get("leaseId").stringValue(), lease));
        return List.copyOf(leases.values());
    }

    /** The leases of a source that have not ended. */
    List<JsonNode> activeLeasesOf(String source) {
        return activeLeases().stream()
                .filter(lease -> lease.get("sourceAddress").stringValue().equals(source))
                .toList();
    }

    /** Whether nobody has a lease and the guests of every profile are READY, as many as are wanted and no others. */
    boolean isAtRest() {
        JsonNode pool = get("pool").json();
        return pool.get("leases").valueStream().allMatch(count -> count.intValue() == 0)
                && pool.get("profiles").valueStream().allMatch(PoolApi::isFilled);
    }

    private static boolean isFilled(JsonNode profile) {
        JsonNode guests = profile.get("guests");
        return guests.propertyStream().allMatch(state -> state.getKey().equals("READY"))
                && guests.path("READY").intValue() >= profile.get("ready").intValue();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Retry-After").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the API answered. */
    record Answer(int status, String contentType, String retryAfter, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }
}
