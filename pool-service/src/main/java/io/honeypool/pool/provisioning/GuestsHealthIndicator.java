package io.honeypool.pool.provisioning;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the pool has ever had a guest to serve since it started. */
@Component
class GuestsHealthIndicator implements HealthIndicator {

    private final PoolLoop loop;

    GuestsHealthIndicator(PoolLoop loop) {
        this.loop = loop;
    }

    @Override
    public Health health() {
        return loop.hasServed()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "no guest has been READY yet")
                        .build();
    }
}
