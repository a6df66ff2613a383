package io.honeypool.pool.lease;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.Guests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** All leases there are and were, to look at. */
@Service
@Transactional(readOnly = true)
public class Leases {

    private final LeaseRows leases;
    private final ConnectionRows connections;
    private final Guests guests;
    private final LeaseStatements statements;

    Leases(LeaseTables tables, Guests guests, LeaseStatements statements) {
        this.leases = tables.leases();
        this.connections = tables.connections();
        this.guests = guests;
        this.statements = statements;
    }

    /** One page of the leases that the filter lets through. */
    public Page<LeaseView> list(LeaseFilter filter, Pageable pageable) {
        Page<Lease> page = leases.findAll(filter.specification(), pageable);
        return new PageImpl<>(views(page.getContent()), pageable, page.getTotalElements());
    }

    /** A lease by its id. */
    public Optional<LeaseView> find(UUID id) {
        return leases.findById(id).map(lease -> views(List.of(lease)).getFirst());
    }

    /** Whether some connection used a guest, or may have. */
    public boolean isUsed(UUID guest) {
        return statements.isUsed(guest);
    }

    /** How many leases are in a state. */
    public long count(LeaseState state) {
        return leases.countByState(state);
    }

    /** How many leases on guests of one pool service are in a state. */
    public long count(String owner, LeaseState state) {
        return leases.countByOwnerAndState(owner, state);
    }

    private List<LeaseView> views(List<Lease> page) {
        Map<UUID, Guest> guestsById = guests
                .findAll(page.stream().map(Lease::guestId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Guest::id, Function.identity()));
        Map<UUID, List<LeaseConnection>> open =
                connections
                        .findAllByLeaseIdInAndClosedAtIsNullOrderByOpenedAt(
                                page.stream().map(Lease::id).toList())
                        .stream()
                        .collect(Collectors.groupingBy(LeaseConnection::leaseId));
        return page.stream()
                .map(lease -> new LeaseView(
                        lease,
                        java.util.Objects.requireNonNull(guestsById.get(lease.guestId())),
                        open.getOrDefault(lease.id(), List.of())))
                .toList();
    }
}
