package io.honeypool.pool.metrics;

import io.honeypool.pool.guest.GuestCount;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.kept.KeptOverlays;
import io.honeypool.pool.kept.KeptTotal;
import io.honeypool.pool.lease.LeaseState;
import io.honeypool.pool.lease.Leases;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * How many guests this service owns, how many leases there are on them and what it keeps, so that figures of several
 * services add up. Asks the database when it is asked, at most once in two seconds.
 */
@Component
class PoolGauges {

    private static final long FRESH_NANOS = 2_000_000_000L;

    private final Guests guests;
    private final Leases leases;
    private final String self;
    private final KeptOverlays kept;
    private Figures figures = new Figures(Map.of(), Map.of(), new KeptTotal(0, 0));
    private long readAt = System.nanoTime() - FRESH_NANOS;

    PoolGauges(
            Guests guests,
            Leases leases,
            KeptOverlays kept,
            GuestProfiles profiles,
            HoneypoolSettings settings,
            MeterRegistry registry) {
        this.guests = guests;
        this.leases = leases;
        this.kept = kept;
        this.self = settings.pool().name();
        for (GuestProfile profile : profiles.all()) {
            Arrays.stream(GuestState.values())
                    .filter(GuestState::isLive)
                    .map(state -> new Kind(profile.name(), state))
                    .forEach(kind -> Gauge.builder(
                                    "honeypool.pool.guests",
                                    () -> read().guests().getOrDefault(kind, 0L))
                            .description("Guests there are")
                            .tag("state", kind.state().name())
                            .tag("profile", kind.profile())
                            .register(registry));
        }
        keptGauges(registry);
        for (LeaseState state : List.of(LeaseState.ACTIVE, LeaseState.IDLE)) {
            Gauge.builder("honeypool.pool.leases", () -> read().leases().getOrDefault(state, 0L))
                    .description("Current leases")
                    .tag("state", state.name())
                    .register(registry);
        }
    }

    /** What guests are counted by. */
    private record Kind(String profile, GuestState state) {}

    /** What was counted together. */
    private record Figures(Map<Kind, Long> guests, Map<LeaseState, Long> leases, KeptTotal kept) {}

    private void keptGauges(MeterRegistry registry) {
        Gauge.builder("honeypool.pool.kept.overlays", () -> read().kept().overlays())
                .description("Kept overlays on the host of this service")
                .register(registry);
        Gauge.builder("honeypool.pool.kept.size", () -> read().kept().bytes())
                .description("What the kept overlays take")
                .baseUnit("bytes")
                .register(registry);
    }

    private synchronized Figures read() {
        if (System.nanoTime() - readAt >= FRESH_NANOS) {
            figures = new Figures(
                    guests.count().stream()
                            .filter(count -> count.getOwner().equals(self))
                            .collect(Collectors.groupingBy(
                                    count -> new Kind(count.getProfile(), count.getState()),
                                    Collectors.summingLong(GuestCount::getGuests))),
                    Map.of(
                            LeaseState.ACTIVE, leases.count(self, LeaseState.ACTIVE),
                            LeaseState.IDLE, leases.count(self, LeaseState.IDLE)),
                    kept.total());
            readAt = System.nanoTime();
        }
        return figures;
    }
}
