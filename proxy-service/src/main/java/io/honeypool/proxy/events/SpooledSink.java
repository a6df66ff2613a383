package io.honeypool.proxy.events;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sink that is elsewhere: an event counts as delivered when it is on disk, and a thread of its own hands it over, in
 * order, as often as it takes. What is beyond the quota is dropped and counted; an event that the sink will never take
 * is left out, and counted too.
 */
public final class SpooledSink implements EventSink {

    private static final Logger log = LoggerFactory.getLogger(SpooledSink.class);
    private static final int MOST = 500;
    private static final int MOST_BYTES = 512 * 1024;
    private static final long WAIT_MILLIS = 500;
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final EventTransport transport;
    private final SinkObserver observer;
    private final EventSpool spool;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread shipper;
    private int most = MOST;
    private @Nullable Long saidFull;
    private @Nullable Long saidFailing;
    private @Nullable Long saidRejected;
    private boolean told;

    private SpooledSink(EventTransport transport, SinkObserver observer, EventSpool spool, Backoff backoff) {
        this.transport = transport;
        this.observer = observer;
        this.spool = spool;
        this.backoff = backoff;
        this.shipper =
                Thread.ofPlatform().name("ship-" + transport.name()).daemon().unstarted(this::ship);
    }

    /** How long it waits after failures. */
    record Backoff(Duration first, Duration longest) {

        static final Backoff REAL = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

        private Duration after(Duration wait) {
            Duration twice = wait.multipliedBy(2);
            return twice.compareTo(longest) < 0 ? twice : longest;
        }
    }

    /**
     * Begins to hand over what was left, and what comes.
     *
     * @param spools where spools are; this one has the name of the sink
     * @param quota bytes that may wait
     * @throws io.honeypool.proxy.state.StateException if the directory cannot be used
     */
    public static SpooledSink start(EventTransport transport, Path spools, long quota, SinkObserver observer) {
        return start(transport, spools, quota, observer, Backoff.REAL);
    }

    static SpooledSink start(
            EventTransport transport, Path spools, long quota, SinkObserver observer, Backoff backoff) {
        EventSpool spool = EventSpool.open(spools.resolve(transport.name()), quota);
        SpooledSink sink = new SpooledSink(transport, observer, spool, backoff);
        sink.shipper.start();
        return sink;
    }

    @Override
    public String name() {
        return transport.name();
    }

    @Override
    public void write(EventEnvelope event) throws IOException {
        String json = JsonMapper.shared().writeValueAsString(event.asMap());
        if (spool.append(UUID.randomUUID(), json)) {
            return;
        }
        observer.dropped(name());
        long now = System.nanoTime();
        if (saidFull == null || now - saidFull > SAY_AGAIN_NANOS) {
            saidFull = now;
            log.error(
                    "Event sink {} has not taken events for so long that its spool is full, {} bytes; new ones are"
                            + " dropped",
                    name(),
                    spool.stored());
        }
    }

    private void ship() {
        Duration wait = backoff.first;
        try {
            while (true) {
                List<SpooledEvent> batch = spool.peek(most, MOST_BYTES, WAIT_MILLIS);
                if (batch.isEmpty()) {
                    if (closing.getCount() == 0) {
                        return;
                    }
                } else if (sent(batch)) {
                    wait = backoff.first;
                } else {
                    if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    wait = backoff.after(wait);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            log.error("Event sink {} is given up until the next start: its spool cannot be read", name(), e);
        } finally {
            transport.close();
        }
    }

    /** Whether the next ones may follow. */
    private boolean sent(List<SpooledEvent> batch) throws IOException {
        try {
            transport.send(batch);
        } catch (RejectedEventsException e) {
            rejected(batch, e);
            return true;
        } catch (IOException e) {
            observer.failed(name());
            say(e);
            return false;
        }
        spool.take();
        most = Math.min(MOST, 2 * most);
        if (told) {
            told = false;
            log.info("Event sink {} takes events again", name());
        }
        return true;
    }

    /** Where the sink does not say which one is at fault, that is found by halves. */
    private void rejected(List<SpooledEvent> batch, RejectedEventsException reason) throws IOException {
        Set<UUID> refused = reason.events();
        if (refused.isEmpty()) {
            if (batch.size() > 1) {
                most = batch.size() / 2;
                return;
            }
            refused = Set.of(batch.getFirst().id());
        }
        refused.forEach(event -> observer.rejected(name()));
        spool.take();
        long now = System.nanoTime();
        if (saidRejected == null || now - saidRejected > SAY_AGAIN_NANOS) {
            saidRejected = now;
            log.warn(
                    "Event sink {} will never take event {}, which is left out, as others like it may be: {}",
                    name(),
                    refused.iterator().next(),
                    reason.getMessage());
        }
    }

    private void say(IOException e) {
        long now = System.nanoTime();
        if (saidFailing == null || now - saidFailing > SAY_AGAIN_NANOS) {
            saidFailing = now;
            told = true;
            log.warn("Event sink {} does not take events, {} bytes wait: {}", name(), spool.stored(), e.toString());
        }
    }

    /** Hands over what can be at once; the rest is there at the next start. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            if (!shipper.join(LAST_WORDS)) {
                log.info("Event sink {} gets {} bytes at the next start", name(), spool.stored());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.close();
    }
}
