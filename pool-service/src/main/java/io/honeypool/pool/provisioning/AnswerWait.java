package io.honeypool.pool.provisioning;

import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Waits until a guest that was started takes logins. */
@Component
class AnswerWait {

    private static final Duration RESTORE_PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_PROBES_AFTER_RESTORE = Duration.ofMillis(15);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(2);

    private final Hypervisor hypervisor;
    private final ReadinessProbe probe = new ReadinessProbe();

    AnswerWait(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    /** Waits for a guest that boots, as long as its profile says. */
    void afterBoot(Making guest) throws NoAnswerException, InterruptedException {
        await(guest, guest.profile().settings().bootTimeout(), BETWEEN_PROBES);
    }

    /** Waits for a guest that was restored. */
    void afterRestore(Making guest) throws NoAnswerException, InterruptedException {
        await(guest, RESTORE_PATIENCE, BETWEEN_PROBES_AFTER_RESTORE);
    }

    private void await(Making guest, Duration patience, Duration pause) throws NoAnswerException, InterruptedException {
        long start = System.nanoTime();
        long checked = start;
        while (System.nanoTime() - start < patience.toNanos()) {
            if (probe.answers(guest.door())) {
                return;
            }
            if (System.nanoTime() - checked > BETWEEN_CHECKS.toNanos()) {
                checked = System.nanoTime();
                if (!runs(guest.spec().id())) {
                    throw new NoAnswerException("its domain stopped while it booted");
                }
            }
            Thread.sleep(pause);
        }
        throw new NoAnswerException("no answer from " + guest.door() + " within " + patience.toSeconds() + " s");
    }

    /** Whether the domain runs, for all that is known: a libvirt that restarts does not stop its domains. */
    private boolean runs(UUID domain) {
        try {
            return hypervisor.domains().stream()
                    .anyMatch(running -> running.id().equals(domain));
        } catch (HypervisorUnavailable unknown) {
            return true;
        }
    }
}
