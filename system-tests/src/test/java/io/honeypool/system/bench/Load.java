package io.honeypool.system.bench;

import io.honeypool.system.bench.PoolCalls.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that acquire and release, one call after the other, for a while, and renew in between in some of the cycles.
 * With a rate, every cycle is due at a time fixed beforehand and its first call is timed from then, so that a pool that
 * stalls is not asked less for it.
 */
final class Load {

    private final PoolCalls calls;
    private final Sources sources;
    private final int clients;
    private final int cyclesPerSecond;
    private final int cyclesPerRenewal;

    /**
     * Plans it.
     *
     * @param cyclesPerSecond of all clients together; 0 for as many as they can
     * @param cyclesPerRenewal one of so many cycles of a client has a renewal
     */
    Load(PoolCalls calls, Sources sources, int clients, int cyclesPerSecond, int cyclesPerRenewal) {
        this.calls = calls;
        this.sources = sources;
        this.clients = clients;
        this.cyclesPerSecond = cyclesPerSecond;
        this.cyclesPerRenewal = cyclesPerRenewal;
    }

    /** What came of it. */
    record Outcome(Latencies acquire, Latencies renew, Latencies release, double seconds) {

        double pairsPerSecond() {
            return release.count() / seconds;
        }

        int calls() {
            return acquire.count() + renew.count() + release.count();
        }

        double slowest99() {
            return Math.max(acquire.percentile(0.99), Math.max(renew.percentile(0.99), release.percentile(0.99)));
        }
    }

    /** Runs it; throws if any answer was wrong. */
    Outcome run(Duration time) throws InterruptedException, ExecutionException {
        Outcome shared = new Outcome(new Latencies(), new Latencies(), new Latencies(), 0);
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int client = i;
                all.add(threads.submit(() -> cycles(client, start, end, shared)));
            }
            for (Future<Integer> one : all) {
                one.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Outcome(shared.acquire(), shared.renew(), shared.release(), seconds);
    }

    private int cycles(int client, long start, long end, Outcome outcome) throws IOException {
        long gap = cyclesPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(clients) / cyclesPerSecond;
        long due = start + gap * client / clients;
        int round = 0;
        while (Math.max(System.nanoTime(), due) - end < 0) {
            long begin = System.nanoTime();
            if (gap > 0) {
                sleepUntil(due);
                begin = due;
            }
            cycle(sources.next(client, round), client, round % cyclesPerRenewal == 0, begin, outcome);
            due += gap;
            round++;
        }
        return round;
    }

    private void cycle(String source, int client, boolean renewing, long begin, Outcome outcome) throws IOException {
        String connection = "c" + client + "-" + Long.toHexString(System.nanoTime());
        Grant grant = calls.acquire(source, connection);
        long acquired = System.nanoTime();
        outcome.acquire().add(acquired - begin);
        sources.check(source, grant);
        if (renewing) {
            begin = System.nanoTime();
            calls.renew(grant);
            outcome.renew().add(System.nanoTime() - begin);
        }
        sources.released(grant);
        begin = System.nanoTime();
        calls.release(grant, sources.use());
        outcome.release().add(System.nanoTime() - begin);
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
