package io.honeypool.proxy.shipping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends evidence, one file after the other and the oldest first, on a thread of its own, as often as it takes. What was
 * sent has a {@linkplain Marks mark}. Thread-safe.
 */
public final class EvidenceShipper implements Outbox, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EvidenceShipper.class);
    private static final int MOST_KNOWN = 10_000;
    private static final long LOOK_AGAIN_NANOS = Duration.ofHours(1).toNanos();
    private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(10).toNanos();
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final EvidenceTransport transport;
    private final ShippingObserver observer;
    private final Backoff backoff;
    private final Unsent unsent = new Unsent(MOST_KNOWN);
    private final EvidenceSearch search;
    private final Courier courier;
    private final Thread thread = Thread.ofVirtual().name("ship-evidence").unstarted(this::run);
    private volatile boolean closing;
    private int failures;
    private long looked;
    private @Nullable Long saidFailing;

    private EvidenceShipper(
            EvidenceTransport transport,
            EvidenceStores stores,
            EvidenceSettings settings,
            ShippingObserver observer,
            Backoff backoff) {
        this.transport = transport;
        this.observer = observer;
        this.backoff = backoff;
        this.search = new EvidenceSearch(stores, unsent);
        this.courier = new Courier(transport, new Pace(settings.rate().toBytes()), observer);
    }

    /** Begins to send what is in the stores, and what comes. */
    public static EvidenceShipper start(
            EvidenceTransport transport, EvidenceStores stores, EvidenceSettings settings, ShippingObserver observer) {
        return start(transport, stores, settings, observer, Backoff.REAL);
    }

    static EvidenceShipper start(
            EvidenceTransport transport,
            EvidenceStores stores,
            EvidenceSettings settings,
            ShippingObserver observer,
            Backoff backoff) {
        EvidenceShipper shipper = new EvidenceShipper(transport, stores, settings, observer, backoff);
        shipper.thread.start();
        return shipper;
    }

    @Override
    public void add(EvidenceKind kind, Path file) {
        long millis;
        try {
            millis = Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return;
        }
        unsent.added(new Unsent.Waiting(new Evidence(kind, file), millis));
        observer.waiting(unsent.size());
    }

    @Override
    public void expired(EvidenceKind kind) {
        observer.expired(kind);
    }

    private void run() {
        try {
            look();
            while (!closing) {
                Optional<Unsent.Waiting> next = unsent.await(LOOK_AGAIN_NANOS);
                if (next.isPresent()) {
                    handle(next.get());
                }
                if (next.isEmpty() || System.nanoTime() - looked > LOOK_AGAIN_NANOS) {
                    look();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            transport.close();
        }
    }

    private void look() throws InterruptedException {
        looked = System.nanoTime();
        try {
            search.run();
            observer.waiting(unsent.size());
        } catch (IOException | RuntimeException e) {
            if (!closing) {
                log.warn("Evidence that is to be sent cannot be looked for: {}", e.toString());
                unsent.missed();
                Thread.sleep(backoff.longest());
            }
        }
    }

    private void handle(Unsent.Waiting next) throws InterruptedException {
        Evidence evidence = next.evidence();
        Optional<Answer.Later> later = Optional.empty();
        try {
            later = courier.bring(evidence);
            if (later.isEmpty()) {
                goesAgain();
            }
        } catch (NoSuchFileException gone) {
            log.debug("{} is gone", evidence.file());
        } catch (IOException | RuntimeException e) {
            if (!closing) {
                observer.failed(evidence.kind());
                log.warn("{} is not sent for now, but within hours: {}", evidence.file(), e.toString());
            }
        }
        if (later.isPresent()) {
            pause(evidence, later.get());
        } else {
            unsent.done(next);
            observer.waiting(unsent.size());
        }
    }

    private void pause(Evidence evidence, Answer.Later later) throws InterruptedException {
        if (closing) {
            return;
        }
        failures++;
        observer.failed(evidence.kind());
        long now = System.nanoTime();
        if (saidFailing == null || now - saidFailing > SAY_AGAIN_NANOS) {
            saidFailing = now;
            log.warn("The pool does not take evidence, {} files wait: it {}", unsent.size(), later.reason());
        }
        Thread.sleep(backoff.after(
                failures, later.atLeast(), ThreadLocalRandom.current().nextDouble()));
    }

    private void goesAgain() {
        if (failures > 0 && saidFailing != null) {
            saidFailing = null;
            log.info("Evidence goes to the pool again");
        }
        failures = 0;
    }

    /** Stops at once; what is on its way is sent again at the next start. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            if (!thread.join(LAST_WORDS)) {
                log.info("Evidence is still being sent, and is again at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
