package io.honeypool.proxy.shipping;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what becomes of evidence. */
final class CountedEvidence implements ShippingObserver {

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int waiting;

    int sent() {
        return sent.get();
    }

    long bytes() {
        return bytes.get();
    }

    int failed() {
        return failed.get();
    }

    int refused() {
        return refused.get();
    }

    int waiting() {
        return waiting;
    }

    @Override
    public void waiting(int files) {
        waiting = files;
    }

    @Override
    public void sent(EvidenceKind kind, long size) {
        sent.incrementAndGet();
        bytes.addAndGet(size);
    }

    @Override
    public void failed(EvidenceKind kind) {
        failed.incrementAndGet();
    }

    @Override
    public void refused(EvidenceKind kind) {
        refused.incrementAndGet();
    }
}
