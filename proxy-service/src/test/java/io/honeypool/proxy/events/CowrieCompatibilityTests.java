package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Content that was made for Cowrie's event stream finds in ours what it looks for, under the same names and as such.
 */
class CowrieCompatibilityTests {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.000001Z");

    static List<Wanted> wanted() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CowrieCompatibilityTests.class.getResourceAsStream("cowrie-fields.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Wanted::of)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("wanted")
    void everyEventHasWhatIsLookedForInIt(Wanted wanted) {
        List<JsonNode> events =
                rendered().filter(event -> wanted.isAbout(event)).toList();

        assertThat(events).isNotEmpty().allSatisfy(event -> {
            JsonNode value = event.path(wanted.field());
            switch (wanted.type()) {
                case "text" -> assertThat(value.isString()).isTrue();
                case "integer" -> assertThat(value.isIntegralNumber()).isTrue();
                case "number" -> assertThat(value.isNumber()).isTrue();
                case "boolean" -> assertThat(value.isBoolean()).isTrue();
                case "texts" ->
                    assertThat(value.isArray() && value.valueStream().allMatch(JsonNode::isString))
                            .isTrue();
                case "time" ->
                    assertThat(value.stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
                case "text-or-key" ->
                    assertThat(value.isString()
                                    || event.has("fingerprint")
                                    || !event.path("message").asString().contains("root/"))
                            .isTrue();
                default -> throw new AssertionError("no such type: " + wanted);
            }
        });
    }

    @Test
    void durationsAreInSeconds() {
        assertThat(render(new HoneypotEvent.SessionClosed(7_450))
                        .path("duration")
                        .doubleValue())
                .isEqualTo(7.45);
        assertThat(render(new RecordingEvent.LogClosed("x", 1, "00", 60_000))
                        .path("duration")
                        .doubleValue())
                .isEqualTo(60.0);
    }

    private static Stream<JsonNode> rendered() {
        return EventDocumentationTests.ONE_OF_EACH.stream().map(CowrieCompatibilityTests::render);
    }

    /** As a line of the stream. */
    private static JsonNode render(HoneypotEvent event) {
        EventEnvelope envelope = new EventEnvelope(TestEvents.IDENTITY, event, TIME, false);
        return JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(envelope.asMap()));
    }

    /**
     * What is looked for.
     *
     * @param event in which type of event; "*" in all
     * @param type as the table calls it
     */
    record Wanted(String event, String field, String type) {

        static Wanted of(String line) {
            String[] parts = line.split(" ", -1);
            assertThat(parts).as(line).hasSize(3);
            return new Wanted(parts[0], parts[1], parts[2]);
        }

        boolean isAbout(JsonNode rendered) {
            String id = rendered.path("eventid").asString();
            return event.equals("*") ? id.startsWith("cowrie.") : event.equals(id);
        }
    }
}
