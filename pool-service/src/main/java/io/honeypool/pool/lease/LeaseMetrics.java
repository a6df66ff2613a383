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
    private final Counter networkFull;
    private final Counter evictions;
    private final Counter shares;

    LeaseMetrics(MeterRegistry registry) {
        this.claims = Timer.builder("honeypool.pool.claim")
                .description("Time to give a source its guest, or to find none")
                .register(registry);
        this.exhausted = refused(registry, "exhausted");
        this.networkFull = refused(registry, "network-limit");
        this.evictions = Counter.builder("honeypool.pool.evictions")
                .description("Idle leases ended for a new source")
                .register(registry);
        this.shares = Counter.builder("honeypool.pool.shares")
                .description("Leases of guests that other sources had")
                .register(registry);
    }

    LeaseOutcome timed(Supplier<LeaseOutcome> claim) {
        Timer.Sample sample = Timer.start();
        LeaseOutcome outcome = claim.get();
        sample.stop(claims);
        if (outcome instanceof LeaseOutcome.Exhausted) {
            exhausted.increment();
        } else if (outcome instanceof LeaseOutcome.NetworkFull) {
            networkFull.increment();
        }
        return outcome;
    }

    void evicted() {
        evictions.increment();
    }

    void shared() {
        shares.increment();
    }

    private static Counter refused(MeterRegistry registry, String reason) {
        return Counter.builder("honeypool.pool.refused")
                .description("Sources that were sent away")
                .tag("reason", reason)
                .register(registry);
    }
}
