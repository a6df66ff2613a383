package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Events that sensors bring, over the API and in a real database. */
class EventsIT {

    private static final String EVENTS = "/api/v1/events";
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String LEASE = "00000000-0000-0000-0000-00000000000a";

    private static RunningPool pool;
    private static Api sensor;
    private static Api viewer;

    @BeforeAll
    static void start() {
        pool = RunningPool.start();
        sensor = pool.api("sensor");
        viewer = pool.api("viewer");
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
    }

    @Test
    void anEventThatComesTwiceIsKeptOnce() {
        String batch = batch("edge-1", event("aaaaaaaaaaa1", "cowrie.session.connect", 1, ""));

        assertThat(stored(sensor.call("POST", EVENTS, batch))).isEqualTo(1);
        assertThat(stored(sensor.call("POST", EVENTS, batch))).isZero();
        assertThat(items(EVENTS + "?session=aaaaaaaaaaa1")).hasSize(1);
        assertThat(items(SESSIONS + "?session=aaaaaaaaaaa1"))
                .singleElement()
                .satisfies(session -> assertThat(session.path("events").asInt()).isEqualTo(1));
    }

    @Test
    void aSessionTellsItsStory() {
        String session = "aaaaaaaaaaa2";
        send(
                event(session, "cowrie.session.connect", 1, ""),
                event(session, "cowrie.login.success", 2, ",\"username\":\"root\",\"password\":\"x\""),
                event(session, "honeypool.lease.granted", 3, ",\"lease\":\"" + LEASE + "\""));
        send(
                event(session, "cowrie.command.input", 4, ",\"input\":\"id; '\\\"$$\""),
                event(session, "cowrie.command.input", 5, ",\"input\":\"exit\""),
                event(session, "cowrie.session.closed", 6, ",\"duration_ms\":5000"));

        JsonNode story = viewer.call("GET", SESSIONS + "/" + session).json();

        assertThat(story.at("/session/logins").asInt()).isEqualTo(1);
        assertThat(story.at("/session/commands").asInt()).isEqualTo(2);
        assertThat(story.at("/session/startedAt").asString()).isEqualTo("2026-01-31T12:00:01Z");
        assertThat(story.at("/session/endedAt").asString()).isEqualTo("2026-01-31T12:00:06Z");
        assertThat(story.at("/session/leaseId").asString()).isEqualTo(LEASE);
        assertThat(story.path("events")
                        .valueStream()
                        .map(event -> event.at("/event/eventid").asString()))
                .containsExactly(
                        "cowrie.session.connect",
                        "cowrie.login.success",
                        "honeypool.lease.granted",
                        "cowrie.command.input",
                        "cowrie.command.input",
                        "cowrie.session.closed");
        assertThat(story.at("/events/3/event/input").asString()).isEqualTo("id; '\"$$");
        assertThat(items(SESSIONS + "?lease=" + LEASE)).hasSize(1);
        assertThat(viewer.call("GET", SESSIONS + "/nowhere").status()).isEqualTo(404);
    }

    @Test
    void pagesAreInOrderAndFilteredByEverything() {
        String session = "aaaaaaaaaaa3";
        send(IntStream.range(0, 25)
                .mapToObj(i -> event(session, i % 5 == 0 ? "cowrie.client.version" : "cowrie.client.var", i, ""))
                .toArray(String[]::new));

        String all = EVENTS + "?session=" + session;
        JsonNode first = viewer.call("GET", all + "&size=20").json();
        assertThat(first.path("items")).hasSize(20);
        JsonNode second = viewer.call(
                        "GET", all + "&size=20&after=" + first.path("next").asString())
                .json();
        assertThat(second.path("items")).hasSize(5).doesNotContainAnyElementsOf(first.path("items"));
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(items(all + "&size=500").stream()
                        .map(event -> event.at("/event/timestamp").asString()))
                .isSorted();
        assertThat(items(all + "&type=cowrie.client.version")).hasSize(5);
        assertThat(items(all + "&from=2026-01-31T12:00:10Z&to=2026-01-31T12:00:20Z"))
                .hasSize(10);
        assertThat(items(all + "&sourceAddress=203.0.113.7&sensorId=edge-1")).hasSize(25);
        assertThat(items(all + "&sourceAddress=203.0.113.8")).isEmpty();
        assertThat(items(all + "&sensorId=edge-2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sensorId\":\"edge-1\",\"events\":[]}",
                "{\"sensorId\":\"edge-1\",\"events\":[1]}",
                "{\"sensorId\":\"edge 1\",\"events\":[{}]}",
                "{\"sensorId\":\"edge-1\",\"events\":[{\"id\":\"x\",\"event\":{}}]}",
                "{\"sensorId\":\"edge-1\",\"events\":[{\"id\":\"00000000-0000-0000-0000-000000000001\",\"event\":{}}]}"
            })
    void whatIsNoBatchIsInvalid(String body) {
        Answer answer = sensor.call("POST", EVENTS, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
    }

    @Test
    void textThatADatabaseCannotHoldIsInvalidAndHoldsNothingUp() {
        Answer answer = sensor.call(
                "POST",
                EVENTS,
                batch("edge-1", event("aaaaaaaaaaa4", "cowrie.command.input", 1, ",\"input\":\"\\u0000\"")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(items(EVENTS + "?session=aaaaaaaaaaa4")).isEmpty();
    }

    @Test
    void aLongBatchIsTakenAndOnlySensorsBringThem() {
        String long1 = ",\"input\":\"" + "x".repeat(300_000) + "\"";
        send(
                event("aaaaaaaaaaa5", "cowrie.command.input", 1, long1),
                event("aaaaaaaaaaa5", "cowrie.command.input", 2, long1));

        assertThat(items(EVENTS + "?session=aaaaaaaaaaa5")).hasSize(2);
        assertThat(viewer.call("POST", EVENTS, batch("edge-1")).status()).isEqualTo(403);
        assertThat(sensor.call("GET", EVENTS).status()).isEqualTo(403);
        assertThat(viewer.call("GET", EVENTS + "?from=yesterday").status()).isEqualTo(400);
    }

    @Test
    void aPageOfLongEventsIsCutByItsLength() {
        String input = ",\"input\":\"" + "x".repeat(300_000) + "\"";
        for (int i = 0; i < 20; i += 5) {
            send(IntStream.range(i, i + 5)
                    .mapToObj(second -> event("aaaaaaaaaaa6", "cowrie.command.input", second, input))
                    .toArray(String[]::new));
        }

        JsonNode told = viewer.call("GET", SESSIONS + "/aaaaaaaaaaa6").json();
        assertThat(told.at("/story/commands"))
                .as("the story goes on behind the first page")
                .hasSize(20);
        assertThat(told.path("events").size()).isBetween(5, 15);
        assertThat(told.path("whole").asBoolean()).isTrue();

        JsonNode first = viewer.call("GET", EVENTS + "?session=aaaaaaaaaaa6").json();
        assertThat(first.path("items").size()).isBetween(5, 15);
        String next = first.path("next").asString();
        assertThat(items(EVENTS + "?session=aaaaaaaaaaa6&after=" + next))
                .hasSize(20 - first.path("items").size());
    }

    private static void send(String... events) {
        assertThat(stored(sensor.call("POST", EVENTS, batch("edge-1", events)))).isEqualTo(events.length);
    }

    private static long stored(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("stored").asLong();
    }

    private static List<JsonNode> items(String path) {
        Answer answer = viewer.call("GET", path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("items").valueStream().toList();
    }

    private static String batch(String name, String... events) {
        return List.of(events).stream()
                .map(event -> "{\"id\":\"" + UUID.randomUUID() + "\",\"event\":" + event + "}")
                .collect(Collectors.joining(",", "{\"sensorId\":\"" + name + "\",\"events\":[", "]}"));
    }

    private static String event(String session, String type, int second, String more) {
        return "{\"eventid\":\"%s\",\"timestamp\":\"2026-01-31T12:00:%02d.000000Z\",\"session\":\"%s\",\"protocol\":\"ssh\",\"src_ip\":\"203.0.113.7\"%s}"
                .formatted(type, second, session, more);
    }
}
