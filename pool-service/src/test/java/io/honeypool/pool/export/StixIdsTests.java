package io.honeypool.pool.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StixIdsTests {

    /** What every implementation makes of them; the first is the example of the specification, section 2.9. */
    @ParameterizedTest
    @CsvSource({
        "ipv4-addr, 198.51.100.3, 28bb3599-77cd-5a82-a950-b5bc3caf07c4",
        "ipv6-addr, 2001:db8::1, 6469e3a9-b053-5e34-a025-9396ae051d26"
    })
    void addressesHaveTheIdsThatEverybodyGivesThem(String type, String value, String uuid) {
        assertThat(StixIds.standard(type, Map.of("value", value))).isEqualTo(type + "--" + uuid);
    }

    @Test
    void jsonHasOneForm() {
        assertThat(StixIds.canonical(Map.of("b", List.of("x", 7), "a", Map.of("SHA-256", "00"), "é", "ü")))
                .isEqualTo("{\"a\":{\"SHA-256\":\"00\"},\"b\":[\"x\",7],\"é\":\"ü\"}");
        assertThat(StixIds.canonical("\"\\/\b\f\n\r\t\u001f\u007f"))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u001f\u007f\"");
    }

    @Test
    void anIdOfOursIsNotOneOfTheSpecifications() {
        Map<String, Object> account = Map.of("account_login", "root");

        assertThat(StixIds.own("user-account", account))
                .isEqualTo(StixIds.own("user-account", account))
                .isNotEqualTo(StixIds.standard("user-account", account));
    }

    @Test
    void aRandomIdIsTheEventsOwn() {
        UUID event = UUID.randomUUID();

        assertThat(StixIds.random("process", event)).isEqualTo("process--" + event);
        assertThat(StixIds.random("process", new UUID(0, 0)))
                .isEqualTo("process--00000000-0000-4000-8000-000000000000");
    }
}
