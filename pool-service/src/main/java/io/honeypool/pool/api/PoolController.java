package io.honeypool.pool.api;

import io.honeypool.pool.guest.GuestCount;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.lease.LeaseState;
import io.honeypool.pool.lease.Leases;
import io.honeypool.pool.owner.Owners;
import io.honeypool.pool.settings.GuestSettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.PoolSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
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
    private final GuestProfiles profiles;
    private final Owners owners;
    private final PoolSettings settings;
    private final PoolDisk disk;

    PoolController(
            Guests guests,
            Leases leases,
            GuestProfiles profiles,
            Owners owners,
            HoneypoolSettings settings,
            PoolDisk disk) {
        this.guests = guests;
        this.leases = leases;
        this.profiles = profiles;
        this.owners = owners;
        this.settings = settings.pool();
        this.disk = disk;
    }

    @GetMapping
    PoolResource get() {
        List<GuestCount> counts = guests.count().stream()
                .filter(count -> count.getState().isLive())
                .toList();
        return new PoolResource(
                settings.name(),
                sum(GuestSettings::ready),
                sum(GuestSettings::maximum),
                Map.of(
                        LeaseState.ACTIVE, leases.count(LeaseState.ACTIVE),
                        LeaseState.IDLE, leases.count(LeaseState.IDLE)),
                profiles(counts),
                owners(counts),
                disk.now());
    }

    /** Has every READY guest replaced; the answer says how many that are. */
    @PostMapping("/recycle")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Recycling recycle() {
        return new Recycling(guests.recycle());
    }

    /** How many guests are being replaced. */
    record Recycling(int guests) {}

    private List<PoolResource.Profile> profiles(List<GuestCount> counts) {
        Map<String, Map<GuestState, Long>> byProfile = byState(counts, GuestCount::getProfile);
        profiles.all().forEach(profile -> byProfile.computeIfAbsent(profile.name(), none -> Map.of()));
        return byProfile.entrySet().stream()
                .map(entry -> new PoolResource.Profile(
                        entry.getKey(),
                        wanted(entry.getKey(), GuestSettings::ready),
                        wanted(entry.getKey(), GuestSettings::maximum),
                        entry.getValue()))
                .toList();
    }

    private List<PoolResource.PoolOwner> owners(List<GuestCount> counts) {
        Map<String, Map<GuestState, Long>> byOwner = byState(counts, GuestCount::getOwner);
        return owners.list().stream()
                .map(owner -> new PoolResource.PoolOwner(
                        owner.name(),
                        owner.state(),
                        owner.serving(),
                        owner.startedAt(),
                        owner.seenAt(),
                        byOwner.getOrDefault(owner.name(), Map.of())))
                .toList();
    }

    private static Map<String, Map<GuestState, Long>> byState(
            List<GuestCount> counts, Function<GuestCount, String> group) {
        return counts.stream()
                .collect(Collectors.groupingBy(
                        group,
                        TreeMap::new,
                        Collectors.groupingBy(
                                GuestCount::getState,
                                () -> new EnumMap<>(GuestState.class),
                                Collectors.summingLong(GuestCount::getGuests))));
    }

    /** Of a profile that the pool does not have any more, nothing is wanted. */
    private int wanted(String profile, ToIntFunction<GuestSettings> what) {
        return profiles.find(profile)
                .map(GuestProfile::settings)
                .map(what::applyAsInt)
                .orElse(0);
    }

    private int sum(ToIntFunction<GuestSettings> what) {
        return profiles.all().stream()
                .map(GuestProfile::settings)
                .mapToInt(what)
                .sum();
    }
}
