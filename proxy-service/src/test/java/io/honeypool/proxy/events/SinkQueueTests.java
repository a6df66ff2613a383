package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SinkQueueTests {

    @Test
    void anEventThatASinkRefusesIsOfferedAgainAndNoOtherSinkWaitsForIt() {
        FailingSink failing = new FailingSink(2);
        TestEvents other = new TestEvents();
        AtomicInteger failures = new AtomicInteger();
        SinkObserver observer = new SinkObserver() {
            @Override
            public void failed(String sink) {
                failures.incrementAndGet();
            }
        };
        EventDispatcher dispatcher = new EventDispatcher(List.of(failing, other), Clock.systemUTC(), observer);

        dispatcher.open(TestEvents.IDENTITY).close();
        dispatcher.close();

        assertThat(failing.taken).containsExactly("cowrie.session.connect", "cowrie.session.closed");
        assertThat(other.drain()).hasSize(2);
        assertThat(failures).hasValue(2);
    }

    @Test
    void whatComesAfterTheEndIsCountedAsDropped() {
        AtomicInteger dropped = new AtomicInteger();
        SinkObserver observer = new SinkObserver() {
            @Override
            public void dropped(String sink) {
                dropped.incrementAndGet();
            }
        };
        EventDispatcher dispatcher = new EventDispatcher(List.of(new FailingSink(0)), Clock.systemUTC(), observer);
        EventLog log = dispatcher.open(TestEvents.IDENTITY);
        dispatcher.close();

        log.close();

        assertThat(dropped).hasValue(1);
    }

    /** Refuses the first events it is offered. */
    private static final class FailingSink implements EventSink {

        private final List<String> taken = new ArrayList<>();
        private int failuresLeft;

        FailingSink(int failures) {
            this.failuresLeft = failures;
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public void write(EventEnvelope event) throws IOException {
            if (failuresLeft-- > 0) {
                throw new IOException("not now");
            }
            taken.add(event.event().eventId());
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
