package io.honeypool.proxy.events;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded queue and the thread of one sink. An event that the sink refuses is offered again until it is taken or
 * the queue is closed; what comes when the queue is full is dropped and counted.
 */
final class SinkQueue {

    private static final Logger log = LoggerFactory.getLogger(SinkQueue.class);
    private static final int CAPACITY = 65_536;
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final EventSink sink;
    private final SinkObserver observer;
    private final BlockingQueue<EventEnvelope> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread;
    private volatile boolean closing;
    private volatile long drainUntil = Long.MAX_VALUE;
    private @Nullable Long lastSaid;

    SinkQueue(EventSink sink, SinkObserver observer) {
        this.sink = sink;
        this.observer = observer;
        this.thread = Thread.ofPlatform().name("events-" + sink.name()).daemon().start(this::run);
    }

    void offer(EventEnvelope event) {
        if (closing || !queue.offer(event)) {
            observer.dropped(sink.name());
        }
    }

    void close() {
        drainUntil = System.nanoTime() + DRAIN.toNanos();
        closing = true;
        try {
            if (!thread.join(DRAIN.plusSeconds(1))) {
                log.error("Event sink {} did not finish in {}; {} events are lost", sink.name(), DRAIN, queue.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                EventEnvelope event = queue.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    deliver(event);
                } else if (closing) {
                    break;
                }
            }
            sink.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("Event sink {} failed to close: {}", sink.name(), e.toString());
        }
    }

    private void deliver(EventEnvelope event) throws InterruptedException {
        while (!attempt(event)) {
            observer.failed(sink.name());
            if (closing && System.nanoTime() - drainUntil > 0) {
                observer.dropped(sink.name());
                return;
            }
            Thread.sleep(RETRY);
        }
        observer.delivered(sink.name());
    }

    private boolean attempt(EventEnvelope event) {
        try {
            sink.write(event);
            return true;
        } catch (IOException | RuntimeException e) {
            say(e);
            return false;
        }
    }

    private void say(Exception e) {
        long now = System.nanoTime();
        if (lastSaid == null || now - lastSaid > SAY_AGAIN_NANOS) {
            lastSaid = now;
            log.error("Event sink {} fails, {} events wait: {}", sink.name(), queue.size() + 1, e.toString());
        }
    }
}
