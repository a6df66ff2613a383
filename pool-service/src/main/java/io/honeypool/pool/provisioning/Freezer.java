package io.honeypool.pool.provisioning;

import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.hypervisor.Hypervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Saves a guest in the middle of running, so that it sets its clock by itself when it is restored. */
@Component
class Freezer {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int MOST_LOOKS = 20;
    private static final int QUIET_LOOKS = 3;
    private static final double QUIET = 0.2;

    private final GuestCommands commands;
    private final Hypervisor hypervisor;
    private final FailPoints failPoints;

    Freezer(GuestCommands commands, Hypervisor hypervisor, FailPoints failPoints) {
        this.commands = commands;
        this.hypervisor = hypervisor;
        this.failPoints = failPoints;
    }

    /** Gives a guest that answers the identity of its slot, and saves it; its domain is gone then. */
    void freeze(Making guest, Path memory) throws IOException, InterruptedException {
        failPoints.reach(Step.BAKE_BOOTED);
        commands.run(guest.door(), guest.image().access().credentials(), GuestScripts.freeze(guest));
        settle(guest.spec().id());
        failPoints.reach(Step.BAKE_PREPARED);
        hypervisor.save(guest.spec().id(), memory);
        failPoints.reach(Step.BAKE_SAVED);
    }

    /** Lets the guest finish what the login set off, so that restored guests do not have to. */
    private void settle(UUID domain) throws InterruptedException {
        int quiet = 0;
        Duration before = hypervisor.processorTime(domain);
        for (int look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
            Thread.sleep(BETWEEN_LOOKS);
            Duration now = hypervisor.processorTime(domain);
            boolean idle = now.minus(before).toNanos() < BETWEEN_LOOKS.toNanos() * QUIET;
            quiet = idle ? quiet + 1 : 0;
            before = now;
        }
    }
}
