package io.honeypool.pool.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Figures about what is kept of events, and what is not any more. */
@Component
class ExpiryMetrics {

    private final Map<ExpiryReason, Counter> expired = new EnumMap<>(ExpiryReason.class);
    private volatile EventTotal total = new EventTotal(0, 0);

    ExpiryMetrics(MeterRegistry registry) {
        for (ExpiryReason reason : ExpiryReason.values()) {
            expired.put(
                    reason,
                    Counter.builder("honeypool.pool.events.expired")
                            .description("Events that were deleted")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        Gauge.builder("honeypool.pool.events", () -> total.events())
                .description("Events in the database")
                .register(registry);
        Gauge.builder("honeypool.pool.events.size", () -> total.bytes())
                .description("About what they take")
                .baseUnit("bytes")
                .register(registry);
    }

    void expired(EventExpiry.Batch batch) {
        Objects.requireNonNull(expired.get(batch.reason())).increment((double) batch.events());
    }

    void thereAre(EventTotal now) {
        total = now;
    }
}
