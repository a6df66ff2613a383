package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.lease.LeaseEndReason;
import io.honeypool.pool.lease.LeaseKeeper;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Guests, for people. */
@RestController
@RequestMapping("/api/v1/guests")
class GuestController {

    private static final Sort BY_SLOT = Sort.by("owner", "slot", "createdAt", "id");

    private final Guests guests;
    private final LeaseKeeper leases;

    GuestController(Guests guests, LeaseKeeper leases) {
        this.guests = guests;
        this.leases = leases;
    }

    @GetMapping
    Page<GuestResource> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        return Page.of(guests.list(
                        RequestReader.constant(GuestState.class, "state", state),
                        RequestReader.page(page, size, BY_SLOT))
                .map(GuestResource::of));
    }

    @GetMapping("/{guest}")
    GuestResource get(@PathVariable String guest) {
        return GuestResource.of(find(RequestReader.uuid("guest", guest)));
    }

    @PostMapping("/{guest}/hold")
    GuestResource hold(@PathVariable String guest) {
        return take(guest, LeaseEndReason.GUEST_HELD, GuestState.HELD);
    }

    @PostMapping("/{guest}/retire")
    GuestResource retire(@PathVariable String guest) {
        return take(guest, LeaseEndReason.GUEST_RETIRED, GuestState.RETIRING);
    }

    private GuestResource take(String guest, LeaseEndReason reason, GuestState next) {
        UUID id = RequestReader.uuid("guest", guest);
        Guest before = find(id);
        if (before.state() != next && !leases.takeGuest(id, reason, next)) {
            throw ProblemException.conflict("A guest that is " + before.state() + " cannot become " + next + ".");
        }
        return GuestResource.of(find(id));
    }

    private Guest find(UUID id) {
        return guests.find(id).orElseThrow(() -> ProblemException.notFound("There is no such guest."));
    }
}
