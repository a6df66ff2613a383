package io.honeypool.pool;

import static io.honeypool.pool.testing.SensorEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.SensorEvents;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What can be asked about events, over the API and in a real database. */
class EvidenceIT {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String HASH = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);
    private static final String LEASE = "00000000-0000-0000-0000-00000000000a";

    private static RunningPool pool;
    private static Api viewer;

    @BeforeAll
    static void start() {
        pool = RunningPool.start("honeypool.pool.events.retention", "0");
        viewer = pool.api("viewer");
        SensorEvents edge1 = new SensorEvents(pool.api("sensor"), "edge-1");
        SensorEvents edge2 = new SensorEvents(pool.api("sensor"), "edge-2");
        edge1.send(wholeSession("aaaaaaaaaaa1", "203.0.113.7", NOON));
        edge2.send(
                event("aaaaaaaaaaa2", "203.0.113.99", "cowrie.session.connect", NOON.plusSeconds(100), ""),
                login("aaaaaaaaaaa2", "203.0.113.99", NOON.plusSeconds(101), "failed", "root", "x"),
                login("aaaaaaaaaaa2", "203.0.113.99", NOON.plusSeconds(102), "failed", "admin", "=1+1"),
                upload("aaaaaaaaaaa2", "203.0.113.99", NOON.plusSeconds(103), HASH, "other.bin"));
        edge2.send(
                event("aaaaaaaaaaa3", "2001:db8::5", "cowrie.session.connect", NOON.plusSeconds(200), ""),
                login("aaaaaaaaaaa3", "2001:db8::5", NOON.plusSeconds(201), "failed", "root", "x"),
                upload("aaaaaaaaaaa3", "2001:db8::5", NOON.plusSeconds(202), OTHER, "z"));
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
    }

    @Test
    void aSessionIsToldWhole() {
        JsonNode told = get("/sessions/aaaaaaaaaaa1");

        assertThat(told.at("/session/sensor").asString()).isEqualTo("edge-1");
        JsonNode story = told.path("story");
        assertThat(story.at("/connection/sourceAddress").asString()).isEqualTo("203.0.113.7");
        assertThat(story.at("/connection/sourcePort").asInt()).isEqualTo(40022);
        assertThat(story.at("/connection/durationMillis").asLong()).isEqualTo(9_000);
        assertThat(story.at("/client/version").asString()).isEqualTo("SSH-2.0-Go");
        assertThat(story.at("/client/hassh").asString()).isEqualTo("0a07365cc01fa9fc82608ba4019af499");
        assertThat(texts(story.path("logins"), "password")).containsExactly("a", "x");
        assertThat(story.at("/logins/1/accepted").asBoolean()).isTrue();
        assertThat(story.at("/guest/leaseId").asString()).isEqualTo(LEASE);
        assertThat(story.at("/guest/profile").asString()).isEqualTo("default");
        assertThat(texts(story.path("commands"), "input")).containsExactly("id");
        assertThat(story.at("/files/0/sha256").asString()).isEqualTo(HASH);
        assertThat(story.at("/files/0/direction").asString()).isEqualTo("to-guest");
        assertThat(story.at("/recordings/0/recording").asString()).isEqualTo("aaaaaaaaaaa1-0");
        assertThat(told.path("events")).hasSize(11);
        assertThat(texts(told.path("events"), "sensor")).containsOnly("edge-1");
        assertThat(told.path("next").isNull()).isTrue();
        assertThat(told.path("lease").isNull())
                .as("the database has no such lease")
                .isTrue();
        assertThat(viewer.call("GET", "/api/v1/sessions/aaaaaaaaaaa1?sensorId=edge-2")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'', aaaaaaaaaaa3 aaaaaaaaaaa2 aaaaaaaaaaa1",
        "?sourceAddress=203.0.113.7, aaaaaaaaaaa1",
        "?sourceAddress=203.0.113.0/24, aaaaaaaaaaa2 aaaaaaaaaaa1",
        "?sourceAddress=203.0.113.64/26, aaaaaaaaaaa2",
        "?sourceAddress=2001:db8::/32, aaaaaaaaaaa3",
        "?sourceAddress=0.0.0.0/0, aaaaaaaaaaa2 aaaaaaaaaaa1",
        "?sensorId=edge-2, aaaaaaaaaaa3 aaaaaaaaaaa2",
        "?session=aaaaaaaaaaa2, aaaaaaaaaaa2",
        "?lease=" + LEASE + ", aaaaaaaaaaa1",
        "?hash=" + "abababababababababababababababababababababababababababababababab" + ", aaaaaaaaaaa2 aaaaaaaaaaa1",
        "?from=2026-01-31T12:01:00Z, aaaaaaaaaaa3 aaaaaaaaaaa2",
        "?to=2026-01-31T12:01:00Z, aaaaaaaaaaa1",
        "?from=2026-01-31T12:01:00Z&to=2026-01-31T12:02:00Z&sensorId=edge-2&sourceAddress=203.0.113.0/24, aaaaaaaaaaa2"
    })
    void sessionsAreNarrowedByEverything(String query, String sessions) {
        assertThat(texts(get("/sessions" + query).path("items"), "session")).containsExactly(sessions.split(" "));
    }

    @Test
    void eventsAreNarrowedByHash() {
        assertThat(texts(get("/events?hash=" + HASH).path("items"), "sensor")).containsExactly("edge-1", "edge-2");
        assertThat(texts(
                        get("/events?hash=" + HASH.toUpperCase(java.util.Locale.ROOT) + "&sensorId=edge-2")
                                .path("items"),
                        "sensor"))
                .containsExactly("edge-2");
    }

    @Test
    void credentialsAreCounted() {
        JsonNode all = get("/credentials").path("items");

        assertThat(all).hasSize(3);
        JsonNode most = all.get(0);
        assertThat(most.path("username").asString()).isEqualTo("root");
        assertThat(most.path("password").asString()).isEqualTo("x");
        assertThat(most.path("attempts").asInt()).isEqualTo(3);
        assertThat(most.path("accepted").asInt()).isEqualTo(1);
        assertThat(most.path("firstSeen").asString()).isEqualTo("2026-01-31T12:00:04Z");
        assertThat(most.path("lastSeen").asString()).isEqualTo("2026-01-31T12:03:21Z");
        assertThat(most.path("sources").asInt()).isEqualTo(3);
        assertThat(most.path("someSources").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("203.0.113.7", "203.0.113.99", "2001:db8::5");
        assertThat(texts(get("/credentials?sourceAddress=203.0.113.7").path("items"), "password"))
                .containsExactlyInAnyOrder("a", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events",
                "/sessions",
                "/credentials",
                "/commands",
                "/artifacts",
                "/recordings",
                "/events?type=x"
            })
    void pagesOfOneAreTheSameAsOne(String path) {
        String base = path + (path.contains("?") ? "&" : "?");
        List<JsonNode> whole =
                get(base + "size=500").path("items").valueStream().toList();

        List<JsonNode> single = new ArrayList<>();
        JsonNode page = get(base + "size=1");
        while (true) {
            single.addAll(page.path("items").valueStream().toList());
            if (page.path("next").isNull()) {
                break;
            }
            page = get(base + "size=1&after=" + page.path("next").asString());
        }

        assertThat(single).isEqualTo(whole);
    }

    @Test
    void commandsArtifactsAndRecordingsAreListed() {
        JsonNode command = get("/commands?sensorId=edge-1").at("/items/0");
        assertThat(command.path("input").asString()).isEqualTo("id");
        assertThat(command.path("session").asString()).isEqualTo("aaaaaaaaaaa1");
        assertThat(command.path("sourceAddress").asString()).isEqualTo("203.0.113.7");

        JsonNode artifacts = get("/artifacts").path("items");
        assertThat(texts(artifacts, "sha256")).containsExactly(OTHER, HASH);
        JsonNode moved = artifacts.get(1);
        assertThat(moved.path("size").asLong()).isEqualTo(4711);
        assertThat(moved.path("times").asInt()).isEqualTo(2);
        assertThat(moved.path("names").valueStream().map(JsonNode::asString)).containsExactly("bot", "other.bin");
        assertThat(moved.path("someSessions").valueStream().map(JsonNode::asString))
                .containsExactly("aaaaaaaaaaa1", "aaaaaaaaaaa2");
        assertThat(texts(get("/artifacts?session=aaaaaaaaaaa3").path("items"), "sha256"))
                .containsExactly(OTHER);

        JsonNode recording = get("/recordings").at("/items/0");
        assertThat(recording.path("file").asString()).isEqualTo("2026/aaaaaaaaaaa1-0.cast");
        assertThat(recording.path("sha256").asString()).isEqualTo("ef".repeat(32));
        assertThat(recording.path("size").asLong()).isEqualTo(99);
        assertThat(recording.at("/recorded/recording").asString()).isEqualTo("aaaaaaaaaaa1-0");
        assertThat(recording.at("/recorded/bytesOut").asLong()).isEqualTo(20);
        assertThat(get("/recordings?hash=" + "ef".repeat(32)).path("items")).hasSize(1);
        assertThat(get("/recordings?hash=" + HASH).path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events?size=0",
                "/events?size=501",
                "/events?after=x",
                "/events?after=eA",
                "/sessions?after=eA",
                "/credentials?after=MjAyNi0wMS0zMVQxMjowMDowMFo",
                "/artifacts?hash=ab",
                "/sessions?sourceAddress=203.0.113.0/33",
                "/sessions?sourceAddress=example.org",
                "/commands?from=yesterday",
                "/commands?to=%2B999999999-01-01T00:00:00Z",
                "/sessions?after=MjAyNi0wMS0zMVQxMjowMDowMFogAGEgYg",
                "/recordings?lease=1"
            })
    void whatCannotBeReadIsInvalid(String path) {
        Answer answer = viewer.call("GET", "/api/v1" + path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
    }

    @Test
    void onlyPeopleAsk() {
        for (String path : List.of("/events", "/sessions", "/credentials", "/commands", "/artifacts", "/recordings")) {
            assertThat(pool.api("sensor").call("GET", "/api/v1" + path).status())
                    .isEqualTo(403);
            assertThat(pool.api("metrics").call("GET", "/api/v1" + path).status())
                    .isEqualTo(403);
            assertThat(pool.api("").call("GET", "/api/v1" + path).status()).isEqualTo(401);
            assertThat(pool.api("operator").call("GET", "/api/v1" + path).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aQuestionThatTakesTooLongIsEnded() throws SQLException {
        try (Connection aside = pool.bean(javax.sql.DataSource.class).getConnection();
                Statement statement = aside.createStatement()) {
            aside.setAutoCommit(false);
            statement.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE");

            Answer answer = viewer.call("GET", "/api/v1/credentials");

            aside.rollback();
            aside.setAutoCommit(true);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.json().path("detail").asString()).contains("ask for less");
        }
    }

    private static List<String> wholeSession(String session, String source, Instant from) {
        return List.of(
                event(session, source, "cowrie.session.connect", from, ",\"dst_ip\":\"192.0.2.1\",\"dst_port\":22"),
                event(session, source, "cowrie.client.version", from.plusSeconds(1), ",\"version\":\"SSH-2.0-Go\""),
                event(
                        session,
                        source,
                        "cowrie.client.kex",
                        from.plusSeconds(2),
                        ",\"hassh\":\"0a07365cc01fa9fc82608ba4019af499\""),
                login(session, source, from.plusSeconds(3), "failed", "root", "a"),
                login(session, source, from.plusSeconds(4), "success", "root", "x"),
                event(
                        session,
                        source,
                        "honeypool.lease.granted",
                        from.plusSeconds(5),
                        ",\"lease\":\"" + LEASE + "\",\"guest\":\"" + LEASE
                                + "\",\"fresh\":true,\"profile\":\"default\""),
                event(session, source, "cowrie.command.input", from.plusSeconds(6), ",\"input\":\"id\""),
                upload(session, source, from.plusSeconds(7), HASH, "bot"),
                event(
                        session,
                        source,
                        "honeypool.recording.closed",
                        from.plusSeconds(8),
                        ",\"recording\":\"" + session + "-0\",\"file\":\"2026/" + session
                                + "-0.cast\",\"channel\":0,\"bytes_in\":10,\"bytes_out\":20,\"truncated\":false"),
                event(
                        session,
                        source,
                        "cowrie.log.closed",
                        from.plusSeconds(8),
                        ",\"ttylog\":\"2026/" + session + "-0.cast\",\"size\":99,\"shasum\":\"" + "ef".repeat(32)
                                + "\",\"duplicate\":false,\"duration_ms\":7"),
                event(session, source, "cowrie.session.closed", from.plusSeconds(9), ",\"duration_ms\":9000"));
    }

    private static String login(
            String session, String source, Instant time, String outcome, String username, String password) {
        return event(
                session,
                source,
                "cowrie.login." + outcome,
                time,
                ",\"username\":\"" + username + "\",\"password\":\"" + password + "\"");
    }

    private static String upload(String session, String source, Instant time, String hash, String name) {
        return event(
                session,
                source,
                "cowrie.session.file_upload",
                time,
                ",\"shasum\":\"" + hash + "\",\"size\":4711,\"filename\":\"" + name
                        + "\",\"type\":\"application/x-elf\"");
    }

    private static JsonNode get(String path) {
        Answer answer = viewer.call("GET", "/api/v1" + path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> item.path(field).asString()).toList();
    }
}
