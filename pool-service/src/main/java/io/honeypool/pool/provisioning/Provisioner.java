package io.honeypool.pool.provisioning;

import io.honeypool.pool.disk.DiskRoom;
import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.guest.NewGuest;
import io.honeypool.pool.hypervisor.HypervisorException;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.provisioning.GuestStarter.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes a guest from nothing to READY, and from RETIRING to nothing. The row comes first, then what is on the host,
 * then the row's next state: whatever happens in between, the rows say what may have been left behind.
 */
@Component
class Provisioner {

    private static final Logger log = LoggerFactory.getLogger(Provisioner.class);

    private final Guests guests;
    private final GuestBuilder builder;
    private final GuestStarter starter;
    private final AccelerationChoice acceleration;
    private final ProvisioningMetrics metrics;
    private final Leavings leavings;
    private final DiskRoom room;

    Provisioner(
            Guests guests,
            GuestBuilder builder,
            GuestStarter starter,
            AccelerationChoice acceleration,
            ProvisioningMetrics metrics,
            Leavings leavings,
            DiskRoom room) {
        this.guests = guests;
        this.builder = builder;
        this.starter = starter;
        this.acceleration = acceleration;
        this.metrics = metrics;
        this.leavings = leavings;
        this.room = room;
    }

    /**
     * Provisions a guest in a free slot.
     *
     * @return whether it got READY; if not, it is RETIRING and its row says why
     * @throws InterruptedException if the service is stopping; the guest stays PROVISIONING
     */
    boolean provision(int slot, GuestProfile profile) throws InterruptedException {
        Making making = builder.plan(slot, profile, acceleration.next(profile));
        BaseImage image = making.image();
        UUID id = UUID.randomUUID();
        guests.add(new NewGuest(id, profile.name(), image.name(), image.recipe(), making.identity(), image.offered()));
        long start = System.nanoTime();
        try (DiskRoom.Hold _ = room.holdGuest()) {
            Way way = starter.start(making);
            acceleration.booted(making.acceleration(), true);
            builder.answered();
            boolean ready = guests.move(id, GuestState.PROVISIONING, GuestState.READY);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            metrics.provisioned(way, taken);
            log.info(
                    "Guest {} is READY after {} ms, {} under {}",
                    making.identity().name(),
                    taken.toMillis(),
                    way,
                    making.acceleration());
            return ready;
        } catch (NoAnswerException silent) {
            acceleration.booted(making.acceleration(), false);
            return abandon(id, making, silent);
        } catch (HypervisorException | IOException refused) {
            return abandon(id, making, refused);
        }
    }

    /** Removes what is left of a RETIRING guest. */
    void remove(UUID id) throws IOException {
        Guest guest = guests.find(id).orElseThrow();
        leavings.prepare(guest);
        builder.takeDown(guest);
        leavings.take(guest);
        builder.removeOverlay(guest);
        guests.gone(id);
        log.info("Guest {} ({}) is removed", guest.name(), id);
    }

    private boolean abandon(UUID id, Making making, Exception reason) {
        String message = String.valueOf(reason.getMessage());
        metrics.failed();
        log.warn("Guest {} did not get READY: {}", making.identity().name(), message);
        guests.abandon(id, message);
        return false;
    }
}
