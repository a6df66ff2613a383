package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has a guest's kernel write what it has in memory before the guest is stopped, so that what was made in it last is on
 * its disk. Nothing is trusted to come of it: the guest is its attacker's.
 */
@Component
class GuestSync {

    private static final Logger log = LoggerFactory.getLogger(GuestSync.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofMillis(600);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Hypervisor hypervisor;

    GuestSync(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    /**
     * Asks for it and waits until the guest has written nothing for a moment, three seconds at most.
     *
     * @throws InterruptedIOException if the service is stopping
     */
    void settle(Guest guest) throws InterruptedIOException {
        boolean runs =
                hypervisor.domains().stream().anyMatch(domain -> domain.id().equals(guest.domain()));
        if (!runs) {
            return;
        }
        try {
            hypervisor.askToSync(guest.domain());
            awaitQuiet(guest.domain());
        } catch (HypervisorException refused) {
            log.info(
                    "Guest {} is stopped without having written what it has in memory: {}",
                    guest.name(),
                    refused.getMessage());
        }
    }

    private void awaitQuiet(UUID domain) throws InterruptedIOException {
        long begin = System.nanoTime();
        long quietSince = begin;
        long written = hypervisor.bytesWritten(domain);
        while (System.nanoTime() - quietSince < QUIET.toNanos() && System.nanoTime() - begin < PATIENCE.toNanos()) {
            pause();
            long now = hypervisor.bytesWritten(domain);
            if (now != written) {
                written = now;
                quietSince = System.nanoTime();
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service is stopping");
        }
    }
}
