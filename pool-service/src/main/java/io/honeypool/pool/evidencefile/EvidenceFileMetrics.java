package io.honeypool.pool.evidencefile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Figures about files that sensors bring. */
@Component
class EvidenceFileMetrics {

    private final Map<UploadOutcome, Counter> uploads = new EnumMap<>(UploadOutcome.class);
    private final Counter dropped;
    private final Counter lost;
    private volatile long bytes;

    EvidenceFileMetrics(MeterRegistry registry) {
        for (UploadOutcome outcome : UploadOutcome.values()) {
            uploads.put(
                    outcome,
                    Counter.builder("honeypool.pool.evidence.files.uploads")
                            .description("Files that sensors wanted to bring, by what became of that")
                            .tag("outcome", outcome.name())
                            .register(registry));
        }
        this.dropped = gone(registry, "DROPPED");
        this.lost = gone(registry, "LOST");
        Gauge.builder("honeypool.pool.evidence.files.size", () -> bytes)
                .description("What the files take that sensors brought")
                .baseUnit("bytes")
                .register(registry);
    }

    private static Counter gone(MeterRegistry registry, String reason) {
        return Counter.builder("honeypool.pool.evidence.files.gone")
                .description("Files that sensors brought and that are not there any more")
                .tag("reason", reason)
                .register(registry);
    }

    void ended(UploadOutcome outcome) {
        Objects.requireNonNull(uploads.get(outcome)).increment();
    }

    void dropped(int files) {
        dropped.increment(files);
    }

    void lost(int files) {
        lost.increment(files);
    }

    void thereAre(long now) {
        bytes = now;
    }
}
