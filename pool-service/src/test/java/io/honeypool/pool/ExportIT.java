package io.honeypool.pool;

import static io.honeypool.pool.testing.SensorEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.SensorEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Evidence for other programs, over the API and in a real database. */
class ExportIT {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String HASH = "ab".repeat(32);
    private static final String UUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String TIME_FORM = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private RunningPool pool;
    private SensorEvents sensor;
    private Api viewer;

    @BeforeEach
    void start() {
        pool = RunningPool.start("honeypool.pool.events.retention", "0");
        viewer = pool.api("viewer");
        sensor = new SensorEvents(pool.api("sensor"), "edge-1");
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void csvIsReadBackAsItWas() throws IOException {
        session("aaaaaaaaaaa1", "203.0.113.7", "=cmd|' /C calc'!A0", "a,b \\\"c\\\"");
        session("aaaaaaaaaaa2", "2001:db8::5", "x", "id");

        List<CSVRecord> events = csv("/events.csv?sourceAddress=203.0.113.7");
        assertThat(events).hasSize(5);
        assertThat(events.get(0).get("time")).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(events.get(0).get("source_address")).isEqualTo("203.0.113.7");
        assertThat(events.get(0).get("source_port")).isEqualTo("40022");
        assertThat(events.get(1).get("password")).isEqualTo("'=cmd|' /C calc'!A0");
        assertThat(events.get(2).get("input")).isEqualTo("a,b \"c\"");
        assertThat(events.get(3).get("sha256")).isEqualTo(HASH);
        assertThat(events).allSatisfy(row -> assertThat(row.size()).isEqualTo(20));

        assertThat(csv("/sessions.csv"))
                .extracting(row -> row.get("session"))
                .containsExactlyInAnyOrder("aaaaaaaaaaa1", "aaaaaaaaaaa2");
        assertThat(csv("/credentials.csv"))
                .extracting(row -> row.get("password"))
                .containsExactlyInAnyOrder("'=cmd|' /C calc'!A0", "x");
        assertThat(csv("/artifacts.csv")).extracting(row -> row.get("times")).containsExactly("2");
    }

    @Test
    void manyEventsAreAllExported() throws IOException {
        sensor.send(IntStream.range(0, 1_000)
                .mapToObj(i -> event("aaaaaaaaaaa1", "203.0.113.7", "x", NOON, ",\"input\":\"" + i + "\""))
                .toList());
        sensor.send(event("aaaaaaaaaaa1", "203.0.113.7", "x", NOON, ",\"input\":\"1000\""));

        assertThat(csv("/events.csv"))
                .extracting(row -> row.get("input"))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 1_000)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void stixHoldsToItsRules() {
        session("aaaaaaaaaaa1", "203.0.113.7", "x", "id");
        session("aaaaaaaaaaa2", "203.0.113.7", "y", "id");
        session("aaaaaaaaaaa3", "2001:db8::5", "x", "uname");

        JsonNode bundle = stix("");

        assertThat(bundle.path("type").asString()).isEqualTo("bundle");
        assertThat(bundle.path("id").asString()).matches("bundle--" + UUID_FORM);
        List<JsonNode> objects = bundle.path("objects").valueStream().toList();
        Set<String> ids = new HashSet<>();
        for (JsonNode object : objects) {
            String type = object.path("type").asString();
            assertThat(object.path("id").asString()).matches(type + "--" + UUID_FORM);
            assertThat(object.path("spec_version").asString()).isEqualTo("2.1");
            assertThat(ids.add(object.path("id").asString()))
                    .as("once each: %s", object)
                    .isTrue();
            assertThat(object.propertyNames()).allMatch(name -> name.matches("[a-z0-9_]{3,250}|id"));
            assertThat(object.valueStream()).noneMatch(JsonNode::isNull);
            expectRequired(type, object);
        }
        for (JsonNode object : objects) {
            object.path("object_refs").forEach(reference -> assertThat(ids).contains(reference.asString()));
            for (String name : List.of("created_by_ref", "src_ref")) {
                if (object.has(name)) {
                    assertThat(ids).contains(object.path(name).asString());
                }
            }
        }
        assertThat(count(objects, "identity")).isEqualTo(1);
        assertThat(count(objects, "observed-data")).isEqualTo(3);
        assertThat(count(objects, "ipv4-addr")).isEqualTo(1);
        assertThat(count(objects, "ipv6-addr")).isEqualTo(1);
        assertThat(count(objects, "network-traffic")).isEqualTo(3);
        assertThat(count(objects, "user-account")).as("root with two passwords").isEqualTo(2);
        assertThat(count(objects, "process")).isEqualTo(3);
        assertThat(count(objects, "file")).isEqualTo(1);
    }

    @Test
    void theSameThingIsTheSameInEveryBundle() {
        session("aaaaaaaaaaa1", "203.0.113.7", "x", "id");
        session("aaaaaaaaaaa2", "203.0.113.8", "x", "id");

        assertThat(stix("").path("objects")).isEqualTo(stix("").path("objects"));
        assertThat(count(
                        stix("?session=aaaaaaaaaaa2")
                                .path("objects")
                                .valueStream()
                                .toList(),
                        "observed-data"))
                .isEqualTo(1);
        assertThat(count(
                        stix("?from=2027-01-01T00:00:00Z")
                                .path("objects")
                                .valueStream()
                                .toList(),
                        "observed-data"))
                .isZero();
    }

    /** A download that looks whole is whole. */
    @Test
    void aDatabaseThatGoesAwayCutsTheDownload() throws IOException {
        String input = ",\"input\":\"" + "x".repeat(60_000) + "\"";
        for (int i = 0; i < 20; i++) {
            sensor.send(IntStream.range(0, 30)
                    .mapToObj(n -> event("aaaaaaaaaaa1", "203.0.113.7", "x", NOON, input))
                    .toList());
        }

        try (InputStream download = viewer.open("/api/v1/export/events.csv")) {
            assertThat(download.readNBytes(1_000)).hasSize(1_000);
            pool.link().cut();

            assertThatThrownBy(download::readAllBytes).isInstanceOf(IOException.class);
        } finally {
            pool.link().mend();
        }
    }

    @Test
    void onlyPeopleExport() {
        for (String path : List.of("events.csv", "sessions.csv", "credentials.csv", "artifacts.csv", "stix.json")) {
            assertThat(pool.api("sensor").call("GET", "/api/v1/export/" + path).status())
                    .isEqualTo(403);
            assertThat(pool.api("").call("GET", "/api/v1/export/" + path).status())
                    .isEqualTo(401);
        }
        assertThat(viewer.call("GET", "/api/v1/export/stix.json?from=yesterday").status())
                .isEqualTo(400);
    }

    private static void expectRequired(String type, JsonNode object) {
        switch (type) {
            case "identity" -> {
                assertThat(object.path("name").asString()).isNotEmpty();
                assertThat(object.path("created").asString()).matches(TIME_FORM);
                assertThat(object.path("modified").asString()).matches(TIME_FORM);
            }
            case "observed-data" -> {
                for (String time : List.of("created", "modified", "first_observed", "last_observed")) {
                    assertThat(object.path(time).asString()).matches(TIME_FORM);
                }
                assertThat(object.path("last_observed").asString())
                        .isGreaterThanOrEqualTo(object.path("first_observed").asString());
                assertThat(object.path("modified").asString())
                        .isGreaterThanOrEqualTo(object.path("created").asString());
                assertThat(object.path("number_observed").asInt()).isPositive();
                assertThat(object.path("object_refs")).isNotEmpty();
            }
            case "ipv4-addr", "ipv6-addr" ->
                assertThat(object.path("value").asString()).isNotEmpty();
            case "network-traffic" -> {
                assertThat(object.path("protocols").valueStream().map(JsonNode::asString))
                        .containsSequence("tcp", "ssh");
                assertThat(object.path("src_ref").asString()).matches("ipv[46]-addr--.*");
                assertThat(object.path("is_active").asBoolean()).isNotEqualTo(object.has("end"));
            }
            case "user-account" ->
                assertThat(object.path("account_login").asString()).isEqualTo("root");
            case "process" -> assertThat(object.path("command_line").asString()).isNotEmpty();
            case "file" -> assertThat(object.at("/hashes/SHA-256").asString()).isEqualTo(HASH);
            default -> throw new AssertionError("no such type is exported: " + object);
        }
    }

    private static long count(List<JsonNode> objects, String type) {
        return objects.stream()
                .filter(object -> object.path("type").asString().equals(type))
                .count();
    }

    private void session(String session, String source, String password, String input) {
        Instant begin = NOON.plusSeconds(10L * (session.charAt(11) - '1'));
        sensor.send(
                event(session, source, "cowrie.session.connect", begin, ",\"dst_port\":22"),
                event(
                        session,
                        source,
                        "cowrie.login.failed",
                        begin.plusSeconds(1),
                        ",\"username\":\"root\",\"password\":\"" + password + "\""),
                event(session, source, "cowrie.command.input", begin.plusSeconds(2), ",\"input\":\"" + input + "\""),
                event(
                        session,
                        source,
                        "cowrie.session.file_upload",
                        begin.plusSeconds(3),
                        ",\"filename\":\"bot\",\"size\":7,\"shasum\":\"" + HASH + "\""),
                event(session, source, "cowrie.session.closed", begin.plusSeconds(4), ""));
    }

    private List<CSVRecord> csv(String path) throws IOException {
        Answer answer = viewer.call("GET", "/api/v1/export" + path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(answer.body()))
                .getRecords();
    }

    private JsonNode stix(String query) {
        Answer answer = viewer.call("GET", "/api/v1/export/stix.json" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
