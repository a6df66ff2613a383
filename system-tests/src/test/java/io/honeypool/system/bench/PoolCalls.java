package io.honeypool.system.bench;

import io.honeypool.common.lease.LoginProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of a sensor, over connections that are kept. Every answer is checked. */
final class PoolCalls {

    private static final String SENSOR = "bench";
    private static final int PATIENCE_MILLIS = 30_000;

    private final String leases;
    private final String token;

    PoolCalls(String api, String token) {
        this.leases = api + "/api/v1/leases";
        this.token = token;
    }

    /** What a source was given. */
    record Grant(UUID lease, String connection, UUID guest, boolean fresh, Instant deadline) {}

    private record Answer(int status, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    Grant acquire(String source, String connection) throws IOException {
        Answer answer = call(
                "POST",
                leases,
                "{\"sensorId\":\"" + SENSOR + "\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                        + "\",\"protocol\":\"" + LoginProtocol.SSH + "\"}");
        require(answer.status() == 201 || answer.status() == 200, "acquiring", answer);
        JsonNode grant = answer.json();
        boolean fresh = grant.path("fresh").asBoolean();
        require(
                fresh == (answer.status() == 201)
                        && grant.at("/endpoints/0/port").asInt() > 0,
                "acquiring",
                answer);
        return new Grant(
                UUID.fromString(grant.path("leaseId").asString()),
                connection,
                UUID.fromString(grant.path("guestId").asString()),
                fresh,
                Instant.parse(grant.path("connectionDeadline").asString()));
    }

    void renew(Grant grant) throws IOException {
        Answer answer = call("PUT", connection(grant), null);
        require(answer.status() == 200, "renewing", answer);
        Instant deadline = Instant.parse(answer.json().path("deadline").asString());
        require(!deadline.isBefore(grant.deadline()), "renewing", answer);
    }

    void release(Grant grant, boolean used) throws IOException {
        Answer answer = call("DELETE", connection(grant) + "&used=" + used, null);
        require(answer.status() == 204 && answer.body().isEmpty(), "releasing", answer);
    }

    private String connection(Grant grant) {
        return leases + "/" + grant.lease() + "/connections/" + grant.connection() + "?sensorId=" + SENSOR;
    }

    private Answer call(String method, String url, @Nullable String body) throws IOException {
        HttpURLConnection http = (HttpURLConnection) URI.create(url).toURL().openConnection();
        http.setRequestMethod(method);
        http.setConnectTimeout(PATIENCE_MILLIS);
        http.setReadTimeout(PATIENCE_MILLIS);
        http.setRequestProperty("Authorization", "Bearer " + token);
        if (body != null) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            http.setRequestProperty("Content-Type", "application/json");
            http.setDoOutput(true);
            http.setFixedLengthStreamingMode(bytes.length);
            try (OutputStream out = http.getOutputStream()) {
                out.write(bytes);
            }
        }
        int status = http.getResponseCode();
        try (InputStream in = status >= 400 ? http.getErrorStream() : http.getInputStream()) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void require(boolean right, String deed, Answer answer) {
        if (!right) {
            throw new IllegalStateException(deed + " was answered with " + answer);
        }
    }
}
