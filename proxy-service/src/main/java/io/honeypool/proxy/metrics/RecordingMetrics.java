package io.honeypool.proxy.metrics;

import io.honeypool.proxy.recording.RecordingObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of recordings: how many are written, how much is kept, and what went wrong. */
public final class RecordingMetrics implements RecordingObserver {

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong stored = new AtomicLong();
    private final Counter lost;
    private final Counter failures;
    private final Counter expired;

    public RecordingMetrics(MeterRegistry meters) {
        Gauge.builder("honeypool.sensor.recordings", open, AtomicInteger::get)
                .description("Recordings that are being written")
                .register(meters);
        Gauge.builder("honeypool.sensor.recordings.stored", stored, AtomicLong::get)
                .description("Size of all finished recordings")
                .baseUnit("bytes")
                .register(meters);
        lost = Counter.builder("honeypool.sensor.recordings.lost")
                .description("Bytes that are missing in recordings, as the disk was too slow")
                .baseUnit("bytes")
                .register(meters);
        failures = Counter.builder("honeypool.sensor.recordings.failures")
                .description("Times a recording could not be written, compressed or removed")
                .register(meters);
        expired = Counter.builder("honeypool.sensor.recordings.expired")
                .description("Files of recordings that age or quota removed")
                .register(meters);
    }

    @Override
    public void opened() {
        open.incrementAndGet();
    }

    @Override
    public void closed() {
        open.decrementAndGet();
    }

    @Override
    public void lost(long bytes) {
        lost.increment((double) bytes);
    }

    @Override
    public void failed() {
        failures.increment();
    }

    @Override
    public void stored(long bytes) {
        stored.set(bytes);
    }

    @Override
    public void expired() {
        expired.increment();
    }
}
