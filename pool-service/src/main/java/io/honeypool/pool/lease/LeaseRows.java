package io.honeypool.pool.lease;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of leases. */
interface LeaseRows extends Repository<Lease, UUID> {

    Optional<Lease> findById(UUID id);

    Page<Lease> findAll(Specification<Lease> filter, Pageable page);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select l from Lease l where l.id = :id")
    Optional<Lease> lock(UUID id);

    @Query("select l.id from Lease l where l.guestId = :guest and l.state <> io.honeypool.pool.lease.LeaseState.ENDED")
    Optional<UUID> findCurrentOf(UUID guest);

    @Query("select l.id from Lease l where l.state = io.honeypool.pool.lease.LeaseState.IDLE and l.expiresAt <= :now")
    List<UUID> findExpired(Instant now, Limit limit);

    @Query("select l.id from Lease l join Guest g on g.id = l.guestId"
            + " where g.owner = :owner and l.state <> io.honeypool.pool.lease.LeaseState.ENDED order by l.id")
    List<UUID> findCurrentOfOwner(String owner);

    @Query("select count(l) from Lease l join Guest g on g.id = l.guestId where g.owner = :owner and l.state = :state")
    long countByOwnerAndState(String owner, LeaseState state);

    long countByState(LeaseState state);
}
