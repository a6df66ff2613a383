package io.honeypool.pool.api;

import io.honeypool.pool.guest.GuestCount;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.lease.LeaseState;
import io.honeypool.pool.lease.Leases;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.PoolSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The pool as a whole, for people. */
@RestController
@RequestMapping("/api/v1/pool")
class PoolController {

    private final Guests guests;
    private final Leases leases;
    private final PoolSettings settings;

    PoolController(Guests guests, Leases leases, HoneypoolSettings settings) {
        this.guests = guests;
        this.leases = leases;
        this.settings = settings.pool();
    }

    @GetMapping
    PoolResource get() {
        return new PoolResource(
                settings.name(),
                settings.guests().ready(),
                settings.guests().maximum(),
                Map.of(
                        LeaseState.ACTIVE, leases.count(LeaseState.ACTIVE),
                        LeaseState.IDLE, leases.count(LeaseState.IDLE)),
                profiles());
    }

    /** Has every READY guest replaced; the answer says how many that are. */
    @PostMapping("/recycle")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Recycling recycle() {
        return new Recycling(guests.recycle());
    }

    /** How many guests are being replaced. */
    record Recycling(int guests) {}

    private List<PoolResource.Profile> profiles() {
        Map<String, Map<GuestState, Long>> counts = new TreeMap<>();
        counts.put(GuestProfiles.DEFAULT, new EnumMap<>(GuestState.class));
        for (GuestCount count : guests.count()) {
            if (count.getState().isLive()) {
                counts.computeIfAbsent(count.getProfile(), profile -> new EnumMap<>(GuestState.class))
                        .put(count.getState(), count.getGuests());
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new PoolResource.Profile(entry.getKey(), entry.getValue()))
                .toList();
    }
}
