package io.honeypool.pool.disk;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the disk has room for new guests. No part of readiness: guests that are there are served. */
@Component
class DiskHealthIndicator implements HealthIndicator {

    private final DiskRoom room;

    DiskHealthIndicator(DiskRoom room) {
        this.room = room;
    }

    @Override
    public Health health() {
        DiskFigures figures = room.figures();
        return (room.isFull() ? Health.outOfService().withDetail("reason", "no guest is made") : Health.up())
                .withDetail("freeBytes", figures.free())
                .withDetail("neededBytes", figures.needed())
                .build();
    }
}
