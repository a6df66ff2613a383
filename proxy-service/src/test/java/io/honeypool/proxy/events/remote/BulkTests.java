package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.honeypool.proxy.events.EventSettings.Elasticsearch.Layout;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BulkTests {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);

    private static final SpooledEvent EVENT =
            new SpooledEvent(FIRST, "{\"timestamp\":\"2026-01-31T23:59:59.999999Z\",\"input\":\"é\"}");

    @Test
    void anEventGoesIntoTheIndexOfItsDayUnderItsId() {
        assertThat(Bulk.of(List.of(EVENT), "events", Layout.DAILY, 1000))
                .singleElement()
                .satisfies(bulk -> {
                    List<String> lines = bulk.body().lines().toList();
                    assertThat(bulk.body()).endsWith("\n");
                    assertThat(lines).hasSize(2);
                    JsonNode create =
                            JsonMapper.shared().readTree(lines.getFirst()).path("create");
                    assertThat(create.path("_index").asString()).isEqualTo("events-2026.01.31");
                    assertThat(create.path("_id").asString()).isEqualTo(FIRST.toString());
                    assertThat(lines.getLast())
                            .isEqualTo("{\"@timestamp\":\"2026-01-31T23:59:59.999999Z\","
                                    + "\"timestamp\":\"2026-01-31T23:59:59.999999Z\",\"input\":\"é\"}");
                });
    }

    @Test
    void aDataStreamHasOneName() {
        assertThat(Bulk.of(List.of(EVENT), "events", Layout.DATA_STREAM, 1000))
                .singleElement()
                .satisfies(bulk -> assertThat(bulk.body()).contains("\"_index\":\"events\""));
    }

    @Test
    void bodiesAreBoundedAndKeepTheOrder() {
        List<SpooledEvent> events = IntStream.range(0, 40)
                .mapToObj(number -> new SpooledEvent(
                        new UUID(1, number), "{\"timestamp\":\"2026\",\"input\":\"" + "é".repeat(100 * number) + "\"}"))
                .toList();

        List<Bulk> bulks = Bulk.of(events, "events", Layout.DAILY, 5000);

        assertThat(bulks.stream().flatMap(bulk -> bulk.events().stream()))
                .isEqualTo(events.stream().map(SpooledEvent::id).toList());
        assertThat(bulks)
                .hasSizeLessThan(40)
                .allSatisfy(bulk -> assertThat(bulk.body().lines())
                        .hasSize(2 * bulk.events().size()))
                .allMatch(bulk ->
                        bulk.events().size() == 1 || bulk.body().getBytes(StandardCharsets.UTF_8).length <= 5000);
    }

    @Test
    void whatIsThereAlreadyIsStored() throws IOException {
        assertThat(read(201, 409, 200).refused()).isEmpty();
    }

    @Test
    void anEventThatIsAtFaultIsRefusedAlone() throws IOException {
        assertThat(read(201, 400, 201).refused()).containsOnlyKeys(SECOND);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 403, 404, 408, 429, 500, 503})
    void whatIsAboutTheClusterIsWorthAnotherTry(int status) {
        assertThatIOException().isThrownBy(() -> read(201, status, 400)).withMessageContaining("status " + status);
    }

    @Test
    void anAnswerAboutOtherEventsIsNone() {
        assertThatIOException().isThrownBy(() -> read(201, 201));
    }

    @Test
    void aReasonThatQuotesTheAttackerIsSafeAndShort() throws IOException {
        JsonNode answer = JsonMapper.shared()
                .readTree("{\"items\":[{\"create\":{\"status\":400,\"error\":{\"type\":\"x\",\"reason\":\"a\\n"
                        + "b".repeat(1000) + "\"}}}]}");

        assertThat(BulkAnswer.of(answer, List.of(FIRST)).refused().get(FIRST))
                .startsWith("status 400 x a\\x0ab")
                .hasSizeLessThan(330);
    }

    private static BulkAnswer read(int... statuses) throws IOException {
        String items = IntStream.of(statuses)
                .mapToObj(status -> "{\"create\":{\"status\":" + status + ",\"error\":{\"type\":\"some\"}}}")
                .collect(Collectors.joining(","));
        JsonNode answer = JsonMapper.shared().readTree("{\"items\":[" + items + "]}");
        return BulkAnswer.of(answer, List.of(FIRST, SECOND, THIRD));
    }
}
