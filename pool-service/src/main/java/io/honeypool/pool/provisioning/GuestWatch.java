package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.provisioning.PoolSnapshot.GuestFact;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks READY guests now and then whether they still answer, and retires one that missed several times in a row. A
 * leased guest is its attacker's to break: it is never asked.
 */
@Component
class GuestWatch {

    private static final Logger log = LoggerFactory.getLogger(GuestWatch.class);
    private static final Duration BETWEEN_ANSWERS = Duration.ofSeconds(30);
    private static final Duration AFTER_A_MISS = Duration.ofSeconds(5);
    private static final int MOST_MISSES = 3;
    private static final int AT_ONCE = 8;

    private final Guests guests;
    private final ReadinessProbe probe = new ReadinessProbe();
    private final Map<UUID, Health> known = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    GuestWatch(Guests guests) {
        this.guests = guests;
    }

    /** What is known of a guest: misses in a row, and when it was asked last, by System.nanoTime. */
    private record Health(int misses, long askedAt) {

        boolean isDue(long now) {
            return now - askedAt > (misses == 0 ? BETWEEN_ANSWERS : AFTER_A_MISS).toNanos();
        }
    }

    /** Asks those that are due; does not wait for the answers. */
    void look(PoolSnapshot snapshot, Runnable again) {
        List<GuestFact> ready = snapshot.guests().stream()
                .filter(guest -> guest.state() == GuestState.READY)
                .filter(guest -> !snapshot.work().busy().contains(guest.slot()))
                .toList();
        Set<UUID> ids = ready.stream().map(GuestFact::id).collect(Collectors.toSet());
        known.keySet().retainAll(ids);
        long now = System.nanoTime();
        for (GuestFact guest : ready) {
            Health health = known.computeIfAbsent(guest.id(), id -> new Health(0, now));
            if (health.isDue(now) && room.tryAcquire()) {
                known.put(guest.id(), new Health(health.misses(), now));
                threads.execute(() -> ask(guest.id(), again));
            }
        }
    }

    private void ask(UUID id, Runnable again) {
        try {
            boolean answers = guests.find(id)
                    .filter(guest -> !guest.access().ports().isEmpty())
                    .map(guest -> new InetSocketAddress(
                            guest.address(), guest.access().ports().getFirst()))
                    .map(probe::answers)
                    .orElse(true);
            Health after = known.computeIfPresent(
                    id, (same, health) -> new Health(answers ? 0 : health.misses() + 1, System.nanoTime()));
            if (after != null
                    && after.misses() >= MOST_MISSES
                    && guests.move(id, GuestState.READY, GuestState.RETIRING)) {
                log.warn("Guest {} did not answer {} times in a row and is replaced", id, MOST_MISSES);
                again.run();
            }
        } catch (RuntimeException failed) {
            log.debug("A guest could not be asked", failed);
        } finally {
            room.release();
        }
    }
}
