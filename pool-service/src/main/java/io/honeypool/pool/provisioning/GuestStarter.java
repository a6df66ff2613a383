package io.honeypool.pool.provisioning;

import io.honeypool.pool.disk.DiskRoom;
import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.image.Bake;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Starts a guest so that it answers, clock and identity right: from its slot's saved memory, which is baked first if
 * there is none that is good, or, where that does not work or is not wanted, by booting.
 */
@Component
class GuestStarter {

    private static final Logger log = LoggerFactory.getLogger(GuestStarter.class);

    private final GuestBuilder builder;
    private final Baker baker;
    private final AnswerWait answers;
    private final GuestCommands commands;
    private final ProvisioningMetrics metrics;
    private final DiskRoom room;

    GuestStarter(
            GuestBuilder builder,
            Baker baker,
            AnswerWait answers,
            GuestCommands commands,
            ProvisioningMetrics metrics,
            DiskRoom room) {
        this.builder = builder;
        this.baker = baker;
        this.answers = answers;
        this.commands = commands;
        this.metrics = metrics;
        this.room = room;
    }

    /** How a guest came to run. */
    enum Way {
        /** From its slot's saved memory, which was there. */
        RESTORED,
        /** From its slot's saved memory, which was made for it. */
        BAKED,
        /** By booting. */
        BOOTED
    }

    /**
     * Starts it; blocks until it answers.
     *
     * @throws NoAnswerException if it does not
     * @throws io.honeypool.pool.hypervisor.HypervisorException if libvirt does not start it
     */
    Way start(Making guest) throws IOException, NoAnswerException, InterruptedException {
        builder.prepare(guest);
        if (guest.isRestorable()) {
            Optional<Bake> good = baker.good(guest);
            if (good.isPresent() && restored(guest, good.get())) {
                return Way.RESTORED;
            }
            Optional<Bake> fresh = bake(guest);
            if (fresh.isPresent() && restored(guest, fresh.get())) {
                return Way.BAKED;
            }
        }
        boot(guest);
        return Way.BOOTED;
    }

    private Optional<Bake> bake(Making guest) throws IOException, InterruptedException {
        int memory = guest.image().size().memoryMiB();
        if (!room.allowsBake(memory)) {
            log.warn(
                    "Slot {} is not baked and its guest boots: the disk has no room for the memory",
                    guest.identity().name());
            return Optional.empty();
        }
        try (DiskRoom.Hold _ = room.holdBake(memory)) {
            return baker.bake(guest);
        }
    }

    private boolean restored(Making guest, Bake bake) throws IOException, InterruptedException {
        try {
            builder.restore(guest, bake);
            answers.afterRestore(guest);
            return true;
        } catch (HypervisorFault | NoAnswerException broken) {
            metrics.restoreFailed();
            log.warn("Slot {} cannot be restored and is baked again: {}", bake.slot(), broken.getMessage());
            builder.clear(guest);
            baker.discard(bake);
            return false;
        }
    }

    private void boot(Making guest) throws IOException, NoAnswerException, InterruptedException {
        builder.boot(guest, false);
        answers.afterBoot(guest);
        if (guest.image().access().sshPort() > 0) {
            identify(guest);
            answers.afterBoot(guest);
        }
    }

    /** A guest that does not take its identity is a guest still. */
    private void identify(Making guest) {
        try {
            commands.run(guest.door(), guest.image().access().credentials(), GuestScripts.identity(guest));
        } catch (IOException refused) {
            log.warn(
                    "Guest {} keeps the host name, machine id and host keys of its image: {}",
                    guest.identity().name(),
                    refused.getMessage());
        }
    }
}
