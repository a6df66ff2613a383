package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventEnvelopeTests {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901234Z");

    @Test
    void asMapCarriesIdentityFirstAndTheEventsOwnFieldsLast() {
        HoneypotEvent event = new HoneypotEvent.LoginFailed("root", "toor");

        assertThat(new EventEnvelope(TestEvents.IDENTITY, event, TIME, false).asMap())
                .containsExactly(
                        entry("eventid", "cowrie.login.failed"),
                        entry("timestamp", "2026-01-02T03:04:05.678901Z"),
                        entry("session", "0123456789ab"),
                        entry("protocol", "ssh"),
                        entry("src_ip", "192.0.2.7"),
                        entry("src_port", 4711),
                        entry("dst_ip", "198.51.100.1"),
                        entry("dst_port", 22),
                        entry("sensor", "test"),
                        entry("uuid", "00000000-0000-0000-0000-000000000001"),
                        entry("message", "login attempt [root/toor] failed"),
                        entry("username", "root"),
                        entry("password", "toor"));
    }

    @Test
    void asMapMarksWhatComesAfterTheEnd() {
        HoneypotEvent event = new HoneypotEvent.CommandInput("id");

        assertThat(new EventEnvelope(TestEvents.IDENTITY, event, TIME, true).asMap())
                .containsEntry("late", true);
    }
}
