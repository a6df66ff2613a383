package io.honeypool.pool.guestfile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Figures about files that are collected from guests' disks. */
@Component
class GuestFileMetrics {

    private final Map<CollectionState, Counter> collections = new EnumMap<>(CollectionState.class);
    private final Map<FileContent, Counter> files = new EnumMap<>(FileContent.class);
    private final Timer time;

    GuestFileMetrics(MeterRegistry registry) {
        for (CollectionState state : CollectionState.values()) {
            if (state != CollectionState.COLLECTING) {
                collections.put(
                        state,
                        Counter.builder("honeypool.pool.guest.files.collections")
                                .description("Guests whose disks were read for files")
                                .tag("result", state.name())
                                .register(registry));
            }
        }
        for (FileContent content : FileContent.values()) {
            if (content != FileContent.STORING) {
                files.put(
                        content,
                        Counter.builder("honeypool.pool.guest.files")
                                .description("Files that were found on guests' disks, by what became of their content")
                                .tag("content", content.name())
                                .register(registry));
            }
        }
        this.time = Timer.builder("honeypool.pool.guest.files.time")
                .description("Time that reading a guest's disk took")
                .register(registry);
    }

    void ended(CollectionState state, Duration taken) {
        Objects.requireNonNull(collections.get(state)).increment();
        time.record(taken);
    }

    void counted(FileContent content, int number) {
        Objects.requireNonNull(files.get(content)).increment(number);
    }
}
