package io.honeypool.pool.provisioning;

import io.honeypool.pool.hypervisor.HypervisorException;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import io.honeypool.pool.image.Bake;
import io.honeypool.pool.image.Bakes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Bakes slots: boots the slot's guest once, gives it its identity, and saves it in the middle of running. What it saved
 * is good for as long as nothing changes that it depends on.
 */
@Component
class Baker {

    private static final Logger log = LoggerFactory.getLogger(Baker.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(10);

    private final GuestBuilder builder;
    private final AnswerWait answers;
    private final Freezer freezer;
    private final BakeKeys keys;
    private final Bakes bakes;
    private final ProvisioningMetrics metrics;
    private final InstantSource clock;
    private final Map<String, Instant> failedAt = new ConcurrentHashMap<>();

    Baker(
            GuestBuilder builder,
            AnswerWait answers,
            Freezer freezer,
            BakeKeys keys,
            Bakes bakes,
            ProvisioningMetrics metrics,
            InstantSource clock) {
        this.builder = builder;
        this.answers = answers;
        this.freezer = freezer;
        this.keys = keys;
        this.bakes = bakes;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The slot's bake, if it has one that is still good. */
    Optional<Bake> good(Making guest) throws IOException {
        String key = keys.of(guest);
        return bakes.find(guest.identity().name()).filter(bake -> bake.key().equals(key));
    }

    /**
     * Bakes the slot; nothing of the guest runs afterwards.
     *
     * @return the bake; empty if it failed, or if one of this profile failed a short while ago
     * @throws HypervisorUnavailable if it is libvirt that went away
     */
    Optional<Bake> bake(Making guest) throws IOException, InterruptedException {
        Instant failed = failedAt.get(guest.profile().name());
        if (failed != null && clock.instant().isBefore(failed.plus(PAUSE_AFTER_FAILURE))) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        try {
            Bake bake = boilDown(guest);
            metrics.baked(Duration.ofNanos(System.nanoTime() - start));
            log.info("Slot {} is baked after {} ms", bake.slot(), (System.nanoTime() - start) / 1_000_000);
            return Optional.of(bake);
        } catch (HypervisorUnavailable gone) {
            throw gone;
        } catch (HypervisorException | IOException | NoAnswerException broken) {
            failedAt.put(guest.profile().name(), clock.instant());
            metrics.bakeFailed();
            log.warn(
                    "Slot {} cannot be baked, its guests boot: {}",
                    guest.identity().name(),
                    broken.getMessage());
            builder.clear(guest);
            bakes.tidy(guest.identity().name());
            return Optional.empty();
        }
    }

    /** Makes a bake useless after it failed to restore. */
    void discard(Bake bake) throws IOException {
        bakes.discard(bake);
    }

    private Bake boilDown(Making guest) throws IOException, NoAnswerException, InterruptedException {
        String slot = guest.identity().name();
        String key = keys.of(guest);
        bakes.begin(slot);
        builder.boot(guest, true);
        answers.afterBoot(guest);
        freezer.freeze(guest, bakes.unfinishedMemory(slot));
        builder.handOverDisk(guest, bakes.unfinishedDisk(slot));
        Bake bake = bakes.finish(slot, guest.profile().name(), key);
        failedAt.remove(guest.profile().name());
        return bake;
    }
}
