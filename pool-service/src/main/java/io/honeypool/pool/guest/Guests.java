package io.honeypool.pool.guest;

import io.honeypool.pool.settings.HoneypoolSettings;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** All guests there are and were. Every method is one transaction, or part of the caller's. */
@Service
@Transactional
public class Guests {

    private static final Set<GuestState> LIVE =
            Arrays.stream(GuestState.values()).filter(GuestState::isLive).collect(Collectors.toUnmodifiableSet());

    private final GuestRows rows;
    private final InstantSource clock;
    private final String self;

    Guests(GuestRows rows, InstantSource clock, HoneypoolSettings settings) {
        this.rows = rows;
        this.clock = clock;
        this.self = settings.pool().name();
    }

    /** Makes the row of a guest that this service is about to provision. */
    public Guest add(NewGuest guest) {
        return rows.save(new Guest(guest, self, clock.instant()));
    }

    /** A guest by its id. */
    @Transactional(readOnly = true)
    public Optional<Guest> find(UUID id) {
        return rows.findById(id);
    }

    /** The guests of the given ids that there are. */
    @Transactional(readOnly = true)
    public List<Guest> findAll(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : rows.findAllByIdIn(ids);
    }

    /** Every guest of this service of which something may be on its host. */
    @Transactional(readOnly = true)
    public List<Guest> live() {
        return rows.findAllByOwnerAndStateIn(self, LIVE);
    }

    /** Guests of every service in one state, or the live ones if none is named. */
    @Transactional(readOnly = true)
    public Page<Guest> list(Optional<GuestState> state, Pageable page) {
        return rows.findAllByStateIn(state.map(Set::of).orElse(LIVE), page);
    }

    /** Another service that is alive and has guests in an IPv4 network. */
    @Transactional(readOnly = true)
    public Optional<String> otherOwnerIn(InetAddress gateway, int prefixLength) {
        return rows.findOtherOwnerIn(self, gateway.getHostAddress(), prefixLength);
    }

    /** How many guests there are by owner, profile and state, gone ones included. */
    @Transactional(readOnly = true)
    public List<GuestCount> count() {
        return rows.count();
    }

    /**
     * Takes a step of the lifecycle if the guest is in the expected state.
     *
     * @return whether it was
     */
    public boolean move(UUID id, GuestState expected, GuestState next) {
        return move(id, expected, () -> Optional.of(next));
    }

    /**
     * Takes a step that is chosen while the guest's row is locked, or none, if the guest is in the expected state.
     *
     * @return whether it was
     */
    public boolean move(UUID id, GuestState expected, Supplier<Optional<GuestState>> choice) {
        Optional<Guest> guest = rows.lock(id).filter(g -> g.state() == expected);
        guest.ifPresent(g -> choice.get().ifPresent(next -> g.moveTo(next, clock.instant())));
        return guest.isPresent();
    }

    /** Has a guest that could not be provisioned removed, and keeps the reason. */
    public boolean abandon(UUID id, String reason) {
        Optional<Guest> guest = rows.lock(id).filter(g -> g.state() == GuestState.PROVISIONING);
        guest.ifPresent(g -> {
            g.failBecause(reason.length() > 500 ? reason.substring(0, 500) : reason);
            g.moveTo(GuestState.RETIRING, clock.instant());
        });
        return guest.isPresent();
    }

    /** Has the guests of a service removed that it was provisioning when it died; it does so when it comes back. */
    public void abandonAllOf(String owner, String reason) {
        rows.findAllByOwnerAndStateIn(owner, Set.of(GuestState.PROVISIONING))
                .forEach(guest -> abandon(guest.id(), reason));
    }

    /** Notes that nothing of a RETIRING guest is left on the host. */
    public void gone(UUID id) {
        rows.lock(id)
                .filter(g -> g.state() == GuestState.RETIRING)
                .ifPresent(
                        g -> g.moveTo(g.failure() == null ? GuestState.DESTROYED : GuestState.FAILED, clock.instant()));
    }

    /** Has every READY guest replaced, as others get READY in their place; returns how many. */
    public int recycle() {
        return rows.markReadyStale();
    }

    /** Has one READY guest replaced. */
    public void recycle(UUID id) {
        rows.lock(id).filter(g -> g.state() == GuestState.READY).ifPresent(Guest::markStale);
    }
}
