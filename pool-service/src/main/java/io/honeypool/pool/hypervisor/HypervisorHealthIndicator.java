package io.honeypool.pool.hypervisor;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the hypervisor answers. */
@Component
class HypervisorHealthIndicator implements HealthIndicator {

    private final Hypervisor hypervisor;

    HypervisorHealthIndicator(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    @Override
    public Health health() {
        return hypervisor.isReachable()
                ? Health.up().build()
                : Health.down().withDetail("reason", "libvirt does not answer").build();
    }
}
