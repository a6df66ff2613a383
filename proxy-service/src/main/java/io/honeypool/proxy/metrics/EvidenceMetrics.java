package io.honeypool.proxy.metrics;

import io.honeypool.proxy.shipping.EvidenceKind;
import io.honeypool.proxy.shipping.ShippingObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of evidence on its way to the pool. */
public final class EvidenceMetrics implements ShippingObserver {

    private final MeterRegistry meters;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter bytes;

    public EvidenceMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("honeypool.sensor.evidence.waiting", waiting, AtomicInteger::get)
                .description("Artifacts and recordings that are known to wait for the pool")
                .register(meters);
        bytes = Counter.builder("honeypool.sensor.evidence.size")
                .description("Bytes of artifacts and recordings that went to the pool")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        for (EvidenceKind kind : EvidenceKind.values()) {
            for (String name : new String[] {"sent", "failures", "refused", "expired"}) {
                counter(name, kind);
            }
        }
    }

    private Counter counter(String name, EvidenceKind kind) {
        return meters.counter("honeypool.sensor.evidence." + name, "kind", kind.label());
    }

    @Override
    public void waiting(int files) {
        waiting.set(files);
    }

    @Override
    public void sent(EvidenceKind kind, long size) {
        counter("sent", kind).increment();
        bytes.increment((double) size);
    }

    @Override
    public void failed(EvidenceKind kind) {
        counter("failures", kind).increment();
    }

    @Override
    public void refused(EvidenceKind kind) {
        counter("refused", kind).increment();
    }

    @Override
    public void expired(EvidenceKind kind) {
        counter("expired", kind).increment();
    }
}
