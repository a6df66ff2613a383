package io.honeypool.system.bench;

import io.honeypool.system.bench.PoolCalls.Grant;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the one real guest leased, so that no client gets it and none is started while it is measured, and the service
 * that the added guests belong to alive.
 */
final class Occupation implements AutoCloseable {

    private static final String SOURCE = "198.51.100.1";
    private static final int BETWEEN_BEATS_MILLIS = 1_000;
    private static final int BEATS_PER_RENEWAL = 10;

    private final PoolCalls calls;
    private final BenchDatabase database;
    private final Grant grant;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;

    Occupation(PoolCalls calls, BenchDatabase database, int guests) throws IOException, SQLException {
        this.calls = calls;
        this.database = database;
        this.grant = calls.acquire(SOURCE, "occupation");
        database.addGuests(guests);
        this.thread = Thread.ofPlatform().daemon().name("occupation").start(this::keep);
    }

    /** Throws if it did not last. */
    void check() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the guests that are measured with were not kept", failed);
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        calls.release(grant, true);
    }

    private void keep() {
        try {
            for (int beat = 1; ; beat++) {
                database.beat();
                if (beat % BEATS_PER_RENEWAL == 0) {
                    calls.renew(grant);
                }
                Thread.sleep(BETWEEN_BEATS_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException | SQLException | IllegalStateException failed) {
            failure.set(failed);
        }
    }
}
