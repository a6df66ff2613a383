package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The REST API over HTTP. */
class ApiIT {

    private static final String LEASES = "/api/v1/leases";
    private static RunningPool pool;
    private static Api sensor;
    private static Api operator;

    @BeforeAll
    static void start() {
        pool = RunningPool.start(
                "honeypool.pool.guests.ready", "2",
                "honeypool.pool.guests.maximum", "6",
                "honeypool.pool.lease.per-network.limit", "0");
        sensor = pool.api("sensor");
        operator = pool.api("operator");
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/leases",
        "POST, /api/v1/leases",
        "GET, /api/v1/guests",
        "GET, /api/v1/pool",
        "POST, /api/v1/pool/recycle",
        "GET, /v3/api-docs",
        "GET, /api/v1/artifacts/x/content",
        "PUT, /api/v1/artifacts/x/content",
        "GET, /api/v1/recordings/x/content",
        "PUT, /api/v1/recordings/x/content",
        "GET, /nowhere"
    })
    void withoutTokenNothingIsAllowed(String method, String path) {
        Answer none = pool.api("").call(method, path);
        Answer wrong = operator.withToken("a".repeat(43)).call(method, path);

        assertThat(none.status()).isEqualTo(401);
        assertThat(none.problem()).isEqualTo("unauthenticated");
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(none.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(wrong.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "sensor,   GET,    /api/v1/leases",
        "sensor,   DELETE, /api/v1/leases/00000000-0000-0000-0000-000000000000",
        "sensor,   GET,    /v3/api-docs",
        "viewer,   POST,   /api/v1/leases",
        "viewer,   DELETE, /api/v1/leases/00000000-0000-0000-0000-000000000000",
        "viewer,   POST,   /api/v1/pool/recycle",
        "sensor,   GET,    /api/v1/overlays",
        "viewer,   DELETE, /api/v1/overlays/00000000-0000-0000-0000-000000000000",
        "viewer,   GET,    /api/v1/overlays/00000000-0000-0000-0000-000000000000/content",
        "viewer,   POST,   /api/v1/guests/00000000-0000-0000-0000-000000000000/hold",
        "operator, POST,   /api/v1/leases",
        "operator, PUT,    /api/v1/leases/00000000-0000-0000-0000-000000000000/connections/c",
        "viewer,   GET,    /api/v1/artifacts/x/content",
        "sensor,   GET,    /api/v1/artifacts/x/content",
        "metrics,  GET,    /api/v1/artifacts/x/content",
        "operator, PUT,    /api/v1/artifacts/x/content",
        "viewer,   PUT,    /api/v1/artifacts/x/content",
        "sensor,   DELETE, /api/v1/artifacts/x/content",
        "viewer,   GET,    /api/v1/recordings/x/content",
        "sensor,   GET,    /api/v1/recordings/x/content",
        "operator, PUT,    /api/v1/recordings/x/content",
        "viewer,   PUT,    /api/v1/recordings/x/content",
        "metrics,  GET,    /api/v1/pool"
    })
    void aRoleDoesOnlyWhatItIsFor(String role, String method, String path) {
        Answer answer = pool.api(role).call(method, path);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("forbidden");
    }

    @Test
    void refusalsAreCounted() {
        double before = failures("unauthenticated");
        pool.api("").call("GET", LEASES);

        assertThat(failures("unauthenticated")).isEqualTo(before + 1);
    }

    @Test
    void tokensAreLongAndOnlyTheirOwnersToRead() throws IOException {
        for (String role : new String[] {"sensor", "operator", "viewer", "metrics"}) {
            Path file = pool.state().resolve("tokens/" + role + ".token");
            assertThat(Files.readString(file).strip()).hasSizeGreaterThanOrEqualTo(43);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"sensorId\":\"s\",\"connectionId\":\"x\",\"sourceAddress\":\"192.0.2.1\"}",
                "{\"sensorId\":\"s\",\"connectionId\":\"x\",\"sourceAddress\":\"192.0.2.1\",\"protocol\":\"FTP\"}",
                "{\"sensorId\":\"s\",\"connectionId\":\"x\",\"sourceAddress\":\"host\",\"protocol\":\"SSH\"}",
                "{\"sensorId\":\"s\",\"connectionId\":\"x\",\"sourceAddress\":\"1.2.3\",\"protocol\":\"SSH\"}",
                "{\"sensorId\":\"s\",\"connectionId\":\"x y\",\"sourceAddress\":\"192.0.2.1\",\"protocol\":\"SSH\"}",
                "{\"sensorId\":\"\",\"connectionId\":\"x\",\"sourceAddress\":\"192.0.2.1\",\"protocol\":\"SSH\"}",
                "{\"sensorId\":\"s\",\"connectionId\":\"x\",\"sourceAddress\":\"192.0.2.1\",\"protocol\":\"SSH\",\"z\":1}",
                "{\"sensorId\":\"s\",\"connectionId\":\"x\",\"sourceAddress\":\"192.0.2.1\",\"protocol\":\"SSH\","
                        + "\"profile\":\"none\"}"
            })
    void aBodyThatIsNoLeaseRequestIsInvalid(String body) {
        Answer answer = sensor.call("POST", LEASES, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("io.honeypool");
    }

    @Test
    void aBodyBeyondTheLimitIsInvalidWhetherOrNotItSaysItsLength() {
        String long1 = "{\"sensorId\":\"" + "s".repeat(20_000) + "\"}";

        assertThat(sensor.call("POST", LEASES, long1).status()).isEqualTo(400);
        Answer chunked = sensor.callChunked("POST", LEASES, long1);
        assertThat(chunked.status()).isEqualTo(400);
        assertThat(chunked.problem()).isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/leases?page=-1",
                "/api/v1/leases?size=0",
                "/api/v1/leases?size=501",
                "/api/v1/leases?size=x",
                "/api/v1/leases?state=NONE",
                "/api/v1/leases?sourceAddress=host",
                "/api/v1/leases?sensorId=a%20b",
                "/api/v1/leases/1",
                "/api/v1/guests?state=none",
                "/api/v1/guests?page=99999999999",
                "/api/v1/guests/not-a-uuid"
            })
    void aParameterThatCannotBeReadIsInvalid(String path) {
        Answer answer = operator.call("GET", path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/leases/00000000-0000-0000-0000-000000000000, 404",
        "DELETE, /api/v1/leases/00000000-0000-0000-0000-000000000000, 404",
        "GET, /api/v1/guests/00000000-0000-0000-0000-000000000000, 404",
        "POST, /api/v1/guests/00000000-0000-0000-0000-000000000000/hold, 404",
        "GET, /api/v1/nowhere, 404",
        "GET, /nowhere, 404",
        "PATCH, /api/v1/leases, 405"
    })
    void whatIsNotThereIsAProblemToo(String method, String path, int status) {
        Answer answer = operator.call(method, path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    @Test
    void aLeaseFromRequestToRelease() {
        awaitReady();
        String body = request("lease-1", "203.0.113.1");
        Answer first = sensor.call("POST", LEASES, body);
        Answer again = sensor.call("POST", LEASES, body);
        Answer second = sensor.call("POST", LEASES, request("lease-2", "203.0.113.1"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(second.status()).isEqualTo(200);
        JsonNode grant = first.json();
        assertThat(grant.at("/endpoints/0/protocol").asString()).isEqualTo("SSH");
        assertThat(grant.at("/credentials/password").asString()).isEqualTo("guest-secret");

        String lease = grant.path("leaseId").asString();
        String connection = LEASES + "/" + lease + "/connections/lease-1?sensorId=sensor-1";
        assertThat(sensor.call("PUT", connection).json().path("deadline").asString())
                .isGreaterThan(grant.path("connectionDeadline").asString());
        JsonNode seen = operator.call("GET", LEASES + "/" + lease).json();
        assertThat(seen.path("sourceAddress").asString()).isEqualTo("203.0.113.1");
        assertThat(seen.path("connections")).hasSize(2);
        assertThat(seen.at("/guest/state").asString()).isEqualTo("LEASED");

        assertThat(sensor.call("DELETE", connection + "&used=true").status()).isEqualTo(204);
        assertThat(sensor.call("DELETE", connection).status()).isEqualTo(204);
        assertThat(sensor.call("PUT", connection).status()).isEqualTo(409);
        assertThat(sensor.call("POST", LEASES, body).problem()).isEqualTo("conflict");
        assertThat(sensor.call("DELETE", LEASES + "/" + lease + "/connections/nobody?sensorId=sensor-1")
                        .status())
                .isEqualTo(404);
        assertThat(sensor.call("DELETE", connection + "&used=perhaps").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void aConnectionIsItsOwnSensorsAlone(String method) {
        awaitReady();
        String id = "own-" + method;
        JsonNode grant = sensor.call("POST", LEASES, request(id, "203.0.113.8")).json();
        String path = LEASES + "/" + grant.path("leaseId").asString();

        Answer foreign = sensor.call(method, path + "/connections/" + id + "?sensorId=sensor-2&used=false");
        Answer unnamed = sensor.call(method, path + "/connections/" + id);

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.problem()).isEqualTo("not-found");
        assertThat(unnamed.status()).isEqualTo(400);
        assertThat(unnamed.problem()).isEqualTo("invalid-request");
        JsonNode connection = operator.call("GET", path).json().at("/connections/0");
        assertThat(connection.path("deadline")).isEqualTo(grant.path("connectionDeadline"));
        assertThat(operator.call("DELETE", path).status()).isEqualTo(204);
    }

    @Test
    void leasesAreListedByWhatOneLooksFor() {
        awaitReady();
        String lease = sensor.call("POST", LEASES, request("list-1", "203.0.113.77"))
                .json()
                .path("leaseId")
                .asString();

        JsonNode found = pool.api("viewer")
                .call("GET", LEASES + "?state=ACTIVE&sourceAddress=203.0.113.77&sensorId=sensor-1&page=0&size=1")
                .json();
        JsonNode none = operator.call("GET", LEASES + "?sourceAddress=203.0.113.77&sensorId=other")
                .json();

        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/items/0/leaseId").asString()).isEqualTo(lease);
        assertThat(none.path("items")).isEmpty();
    }

    @Test
    void anOperatorEndsALease() {
        awaitReady();
        JsonNode grant =
                sensor.call("POST", LEASES, request("end-1", "203.0.113.5")).json();
        String path = LEASES + "/" + grant.path("leaseId").asString();

        assertThat(operator.call("DELETE", path).status()).isEqualTo(204);
        assertThat(operator.call("DELETE", path).status()).isEqualTo(204);

        assertThat(operator.call("GET", path).json().path("endReason").asString())
                .isEqualTo("OPERATOR");
        assertThat(sensor.call("PUT", path + "/connections/end-1?sensorId=sensor-1")
                        .status())
                .isEqualTo(409);
        awaitGuest(grant.path("guestId").asString(), "DESTROYED");
    }

    @Test
    void anOperatorHoldsAndRetiresAGuest() {
        awaitReady();
        JsonNode grant =
                sensor.call("POST", LEASES, request("hold-1", "203.0.113.6")).json();
        String guest = grant.path("guestId").asString();

        assertThat(operator.call("POST", "/api/v1/guests/" + guest + "/hold")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("HELD");
        assertThat(operator.call("GET", LEASES + "/" + grant.path("leaseId").asString())
                        .json()
                        .path("endReason")
                        .asString())
                .isEqualTo("GUEST_HELD");
        assertThat(pool.hypervisor().domains()).anyMatch(d -> d.id().equals(pool.domainOf(guest)));
        assertThat(operator.call("POST", "/api/v1/guests/" + guest + "/retire").status())
                .isEqualTo(200);
        awaitGuest(guest, "DESTROYED");
        Answer late = operator.call("POST", "/api/v1/guests/" + guest + "/hold");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("conflict");
    }

    @Test
    void thePoolIsDescribed() {
        JsonNode described = pool.api("viewer").call("GET", "/api/v1/pool").json();

        assertThat(described.path("maximum").asInt()).isEqualTo(6);
        assertThat(described.at("/profiles/0/name").asString()).isEqualTo("default");
        assertThat(operator.call("GET", "/v3/api-docs").json().path("paths").propertyNames())
                .contains("/api/v1/leases", "/api/v1/guests/{guest}/hold");
    }

    @Test
    void recyclingReplacesReadyGuests() {
        awaitReady();
        String guest = operator.call("GET", "/api/v1/guests?state=READY")
                .json()
                .at("/items/0/guestId")
                .asString();

        assertThat(operator.call("POST", "/api/v1/pool/recycle").status()).isEqualTo(202);

        awaitGuest(guest, "DESTROYED");
        awaitReady();
    }

    @Test
    void healthNeedsATokenButForLivenessAndReadiness() {
        awaitReady();
        Api nobody = pool.management("");

        assertThat(nobody.call("GET", "/actuator/health/liveness").status()).isEqualTo(200);
        await().until(() -> nobody.call("GET", "/actuator/health/readiness").status() == 200);
        assertThat(nobody.call("GET", "/actuator/health").status()).isEqualTo(401);
        assertThat(nobody.call("GET", "/actuator/prometheus").status()).isEqualTo(401);
        assertThat(pool.management("sensor").call("GET", "/actuator/prometheus").status())
                .isEqualTo(403);
        assertThat(pool.management("metrics").call("GET", "/actuator/health").status())
                .isEqualTo(200);
        assertThat(pool.management("metrics")
                        .call("GET", "/actuator/prometheus")
                        .body())
                .contains("honeypool_pool_guests{profile=\"default\",state=\"READY\"}");
    }

    @Test
    void everyMeterIsDocumented() throws IOException {
        String page = Files.readString(Path.of("../docs/metrics-pool.md"));

        assertThat(pool.bean(MeterRegistry.class).getMeters())
                .map(meter -> meter.getId().getName())
                .filteredOn(name -> name.startsWith("honeypool."))
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    private static double failures(String reason) {
        return pool.management("metrics")
                .call("GET", "/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("honeypool_pool_auth_failures_total{reason=\"" + reason))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static void awaitReady() {
        await().until(() -> pool.guests("READY") > 0);
    }

    private static void awaitGuest(String guest, String state) {
        await().until(() -> operator.call("GET", "/api/v1/guests/" + guest)
                .json()
                .path("state")
                .asString()
                .equals(state));
    }

    private static String request(String connection, String source) {
        return "{\"sensorId\":\"sensor-1\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                + "\",\"protocol\":\"SSH\"}";
    }
}
