package io.honeypool.pool.disk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Figures about the disk. */
@Component
class DiskMetrics {

    DiskMetrics(DiskRoom room, MeterRegistry registry) {
        Gauge.builder("honeypool.pool.disk.free", () -> room.figures().free())
                .description("Free on the state's file system")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("honeypool.pool.disk.full", () -> room.isFull() ? 1 : 0)
                .description("Whether no guest is made for want of room")
                .register(registry);
    }
}
