package io.honeypool.pool.lease;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Figures about handing guests out. */
@Component
class LeaseMetrics {

    private final Timer claims;
    private final Counter exhausted;

    LeaseMetrics(MeterRegistry registry) {
        this.claims = Timer.builder("honeypool.pool.claim")
                .description("Time to give a source its guest, or to find none")
                .register(registry);
        this.exhausted = Counter.builder("honeypool.pool.exhausted")
                .description("Requests for which no guest was READY")
                .register(registry);
    }

    LeaseOutcome timed(Supplier<LeaseOutcome> claim) {
        Timer.Sample sample = Timer.start();
        LeaseOutcome outcome = claim.get();
        sample.stop(claims);
        if (outcome instanceof LeaseOutcome.Exhausted) {
            exhausted.increment();
        }
        return outcome;
    }
}
