package io.honeypool.pool.provisioning;

import io.honeypool.pool.provisioning.GuestStarter.Way;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Figures about provisioning and reconciling. */
@Component
class ProvisioningMetrics {

    private final Map<Way, Timer> provisioned = new EnumMap<>(Way.class);
    private final Counter failed;
    private final Timer baked;
    private final Counter bakesFailed;
    private final Counter restoresFailed;
    private final Timer reconciled;
    private final Counter errors;

    ProvisioningMetrics(MeterRegistry registry) {
        for (Way way : Way.values()) {
            provisioned.put(
                    way,
                    Timer.builder("honeypool.pool.provision")
                            .description("Time from the decision to make a guest to READY")
                            .tag("way", way.name())
                            .register(registry));
        }
        this.baked = Timer.builder("honeypool.pool.bake")
                .description("Time to bake a slot")
                .register(registry);
        this.bakesFailed = Counter.builder("honeypool.pool.bake.failures")
                .description("Slots that could not be baked; their guests boot")
                .register(registry);
        this.restoresFailed = Counter.builder("honeypool.pool.restore.failures")
                .description("Slots that did not restore and are baked again")
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

    void provisioned(Way way, Duration duration) {
        Objects.requireNonNull(provisioned.get(way)).record(duration);
    }

    void failed() {
        failed.increment();
    }

    void baked(Duration duration) {
        baked.record(duration);
    }

    void bakeFailed() {
        bakesFailed.increment();
    }

    void restoreFailed() {
        restoresFailed.increment();
    }

    void reconciled(Duration duration) {
        reconciled.record(duration);
    }

    void workFailed() {
        errors.increment();
    }
}
