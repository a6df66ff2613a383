package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.EnrolledCaller;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Sensors that are enrolled, join, call and are revoked, over TLS. */
@ExtendWith(OutputCaptureExtension.class)
class SensorsIT {

    private static final String SENSORS = "/api/v1/sensors";
    private static final String LEASES = "/api/v1/leases";
    private static RunningPool pool;
    private static Api operator;

    @BeforeAll
    static void start() {
        pool = RunningPool.start(EnrolledCaller.settings());
        operator = pool.api("operator");
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
    }

    @Test
    void aSensorJoinsOnceAndCallsInItsOwnName(CapturedOutput output) {
        String invitation = EnrolledCaller.invitation(pool, "edge-1");
        assertThat(invitation)
                .matches("honeypool-join:edge-1@127\\.0\\.0\\.1:[0-9]+/[A-Za-z0-9_-]{43}/[A-Za-z0-9_-]{43}");
        assertThat(state("edge-1")).isEqualTo("ENROLLED");
        String once = invitation.substring(invitation.lastIndexOf('/') + 1);
        Api joining = EnrolledCaller.https(
                EnrolledCaller.trusting(EnrolledCaller.authority(pool.state())),
                "https://" + invitation.split("[@/]", -1)[1],
                once);

        assertThat(joining.call("GET", LEASES).status()).isEqualTo(403);
        assertThat(joining.call("POST", LEASES, request("edge-1", "x", "198.51.100.1"))
                        .status())
                .isEqualTo(403);
        assertThat(joining.call("POST", SENSORS + "/other/join").status()).isEqualTo(403);
        Answer joined = joining.call("POST", SENSORS + "/edge-1/join");
        assertThat(joined.status()).isEqualTo(200);
        assertThat(joining.call("POST", SENSORS + "/edge-1/join").status()).isEqualTo(401);
        assertThat(state("edge-1")).isEqualTo("JOINED");

        String token = joined.json().path("token").asString();
        Api sensor = joining.withToken(token);
        awaitReady();
        JsonNode grant = sensor.call("POST", LEASES, request("edge-1", "c-1", "198.51.100.1"))
                .json();
        assertThat(grant.path("leaseId").asString()).isNotEmpty();
        Answer foreign = sensor.call("POST", LEASES, request("edge-2", "c-2", "198.51.100.1"));
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.problem()).isEqualTo("forbidden");
        String connection = LEASES + "/" + grant.path("leaseId").asString() + "/connections/c-1?sensorId=";
        assertThat(sensor.call("PUT", connection + "edge-2").status()).isEqualTo(403);
        assertThat(sensor.call("PUT", connection + "edge-1").status()).isEqualTo(200);
        assertThat(sensor.call("DELETE", connection + "edge-2").status()).isEqualTo(403);
        assertThat(sensor.call("DELETE", connection + "edge-1").status()).isEqualTo(204);
        assertThat(sensor.call("GET", SENSORS).status()).isEqualTo(403);
        assertThat(output.getAll()).doesNotContain(token).doesNotContain(once);
        assertThat(operator.call("GET", SENSORS).body())
                .doesNotContain(token)
                .doesNotContain(once)
                .doesNotContain("hash");
        assertThat(pool.database()
                        .sql("SELECT CAST(sensor AS text) FROM sensor")
                        .query(String.class)
                        .list()
                        .toString())
                .doesNotContain(token)
                .doesNotContain(once);
    }

    @Test
    void theGrantOfAnEnrolledSensorNamesTheGateway() {
        EnrolledCaller edge = EnrolledCaller.join(pool, "edge-3");
        awaitReady();
        String body = request("edge-3", "grant-1", "198.51.100.3");
        await().until(SensorsIT::hasGateway);

        JsonNode first = edge.api().call("POST", LEASES, body).json();
        JsonNode again = edge.api().call("POST", LEASES, body).json();
        JsonNode local = pool.api("sensor")
                .call("POST", LEASES, request("local", "grant-2", "198.51.100.3"))
                .json();

        assertThat(first.at("/endpoints/0/route").asString()).isEqualTo("GATEWAY");
        assertThat(first.at("/endpoints/0/host").asString()).isEqualTo("127.0.0.1");
        assertThat(first.at("/gateway/token").asString()).hasSize(43);
        assertThat(again).isEqualTo(first);
        assertThat(local.at("/endpoints/0/route").asString()).isEqualTo("DIRECT");
        assertThat(local.path("gateway").isNull()).isTrue();
    }

    @Test
    void aRevokedSensorIsRefusedAtOnceAndItsConnectionsCountAsGone() {
        EnrolledCaller edge = EnrolledCaller.join(pool, "edge-4");
        awaitReady();
        JsonNode grant = edge.api()
                .call("POST", LEASES, request("edge-4", "revoke-1", "198.51.100.4"))
                .json();
        String lease = LEASES + "/" + grant.path("leaseId").asString();
        assertThat(operator.call("GET", lease).json().path("state").asString()).isEqualTo("ACTIVE");

        assertThat(operator.call("DELETE", SENSORS + "/edge-4").status()).isEqualTo(204);

        assertThat(edge.api()
                        .call("PUT", lease + "/connections/revoke-1?sensorId=edge-4")
                        .status())
                .isEqualTo(401);
        assertThat(state("edge-4")).isEqualTo("REVOKED");
        await().until(() ->
                operator.call("GET", lease).json().path("state").asString().equals("IDLE"));
        assertThat(operator.call("DELETE", SENSORS + "/edge-4").status()).isEqualTo(204);
    }

    @Test
    void aRevokedSensorMayBeEnrolledAgainAndItsOldTokenStaysDead() {
        EnrolledCaller before = EnrolledCaller.join(pool, "edge-5");
        operator.call("DELETE", SENSORS + "/edge-5");
        EnrolledCaller after = EnrolledCaller.join(pool, "edge-5");

        assertThat(before.api()
                        .call("POST", LEASES, request("edge-5", "again-1", "198.51.100.5"))
                        .status())
                .isEqualTo(401);
        assertThat(after.api()
                        .call("POST", LEASES, request("nobody", "again-1", "198.51.100.5"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatASensorHadIsGoodUntilItJoinsAnew() {
        EnrolledCaller before = EnrolledCaller.join(pool, "edge-6");
        String ask = request("nobody", "renew-1", "198.51.100.6");
        EnrolledCaller.invitation(pool, "edge-6");
        assertThat(before.api().call("POST", LEASES, ask).status()).isEqualTo(403);

        EnrolledCaller.join(pool, "edge-6");

        assertThat(before.api().call("POST", LEASES, ask).status()).isEqualTo(401);
    }

    @Test
    void anInvitationExpires() {
        String invitation = EnrolledCaller.invitation(pool, "edge-7");
        pool.database()
                .sql("UPDATE sensor SET join_expires_at = now() - interval '1 second' WHERE name = 'edge-7'")
                .update();

        Answer late = pool.api("")
                .withToken(invitation.substring(invitation.lastIndexOf('/') + 1))
                .call("POST", SENSORS + "/edge-7/join");

        assertThat(late.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":\"a b\"}", "{\"name\":\"../x\"}", "{\"name\":\"a@b\"}"})
    void aNameThatCannotBeIsInvalid(String body) {
        assertThat(operator.call("POST", SENSORS, body).problem()).isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "sensor,  POST,   /api/v1/sensors",
        "viewer,  POST,   /api/v1/sensors",
        "metrics, GET,    /api/v1/sensors",
        "viewer,  DELETE, /api/v1/sensors/x",
        "sensor,  POST,   /api/v1/sensors/x/join",
        "operator,POST,   /api/v1/sensors/x/join"
    })
    void onlyOperatorsEnrolAndOnlyTheEnrolledJoin(String role, String method, String path) {
        assertThat(pool.api(role).call(method, path, "{}").status()).isEqualTo(403);
    }

    @Test
    void revokingNobodyIsNotFound() {
        assertThat(operator.call("DELETE", SENSORS + "/nobody").status()).isEqualTo(404);
    }

    @Test
    void aPoolThatNobodyReachesEnrolsNobody() throws IOException {
        try (RunningPool closed = RunningPool.start()) {
            Answer answer = closed.api("operator").call("POST", SENSORS, "{\"name\":\"edge\"}");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().path("detail").asString()).contains("honeypool.pool.remote.enabled");
            assertThat(closed.state().resolve("tls")).doesNotExist();
        }
    }

    private static boolean hasGateway() {
        return pool.database()
                .sql("SELECT EXISTS (SELECT FROM pool_owner WHERE gateway IS NOT NULL)")
                .query(Boolean.class)
                .single();
    }

    private static String state(String name) {
        for (JsonNode sensor : operator.call("GET", SENSORS).json()) {
            if (sensor.path("name").asString().equals(name)) {
                return sensor.path("state").asString();
            }
        }
        return "";
    }

    private static void awaitReady() {
        await().until(() -> pool.guests("READY") > 0);
    }

    private static String request(String sensor, String connection, String source) {
        return "{\"sensorId\":\"" + sensor + "\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                + "\",\"protocol\":\"SSH\"}";
    }
}
