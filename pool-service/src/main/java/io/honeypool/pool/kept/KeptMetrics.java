package io.honeypool.pool.kept;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Figures about what becomes of kept overlays. */
@Component
class KeptMetrics {

    private final Map<RemovalReason, Counter> removed = new EnumMap<>(RemovalReason.class);
    private final Counter refused;

    KeptMetrics(MeterRegistry registry) {
        for (RemovalReason reason : RemovalReason.values()) {
            removed.put(
                    reason,
                    Counter.builder("honeypool.pool.kept.removed")
                            .description("Kept overlays that are gone")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        this.refused = Counter.builder("honeypool.pool.kept.refused")
                .description("Overlays that were to be kept and could not be")
                .register(registry);
    }

    void removed(RemovalReason reason) {
        Objects.requireNonNull(removed.get(reason)).increment();
    }

    void refused() {
        refused.increment();
    }
}
