package io.honeypool.pool.provisioning;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Figures about provisioning and reconciling. */
@Component
class ProvisioningMetrics {

    private final Timer provisioned;
    private final Counter failed;
    private final Timer reconciled;
    private final Counter errors;

    ProvisioningMetrics(MeterRegistry registry) {
        this.provisioned = Timer.builder("honeypool.pool.provision")
                .description("Time from the decision to make a guest to READY")
                .register(registry);
        this.failed = Counter.builder("honeypool.pool.provision.failures")
                .description("Guests that did not get READY")
                .register(registry);
        this.reconciled = Timer.builder("honeypool.pool.reconcile")
                .description("Time of one reconciling round")
                .register(registry);
        this.errors = Counter.builder("honeypool.pool.reconcile.errors")
                .description("Rounds and pieces of work that failed and are repeated")
                .register(registry);
    }

    void provisioned(boolean ready, Duration duration) {
        if (ready) {
            provisioned.record(duration);
        } else {
            failed.increment();
        }
    }

    void reconciled(Duration duration) {
        reconciled.record(duration);
    }

    void workFailed() {
        errors.increment();
    }
}
