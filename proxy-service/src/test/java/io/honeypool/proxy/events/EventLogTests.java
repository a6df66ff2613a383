package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLogTests {

    private final TestEvents sink = new TestEvents();

    @Test
    void theFirstAndTheLastEventComeExactlyOnce() {
        EventLog log = sink.dispatcher().open(TestEvents.IDENTITY);
        log.record(new HoneypotEvent.CommandInput("id"));
        log.close();
        log.close();

        assertThat(sink.drain())
                .extracting(HoneypotEvent::eventId)
                .containsExactly("cowrie.session.connect", "cowrie.command.input", "cowrie.session.closed");
    }

    @Test
    void anEventAfterTheLastOneIsLate() {
        EventLog log = sink.dispatcher().open(TestEvents.IDENTITY);
        log.close();
        log.record(new HoneypotEvent.CommandInput("id"));

        assertThat(sink.drainEnvelopes()).extracting(EventEnvelope::late).containsExactly(false, false, true);
    }
}
