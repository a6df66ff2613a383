package io.honeypool.pool.lease;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of connections. */
interface ConnectionRows extends Repository<LeaseConnection, String> {

    Optional<LeaseConnection> findById(String connectionId);

    Optional<LeaseConnection> findByConnectionIdAndLeaseId(String connectionId, UUID leaseId);

    List<LeaseConnection> findAllByLeaseIdInAndClosedAtIsNullOrderByOpenedAt(Collection<UUID> leases);

    List<LeaseConnection> findAllByLeaseIdAndClosedAtIsNullAndDeadlineLessThanEqual(UUID lease, Instant now);

    boolean existsByLeaseIdAndClosedAtIsNull(UUID lease);

    long countByLeaseId(UUID lease);

    @Query("select distinct c.leaseId from LeaseConnection c where c.closedAt is null and c.deadline <= :now")
    List<UUID> findLeasesWithExpired(Instant now, Limit limit);

    @Modifying(flushAutomatically = true)
    @Query("update LeaseConnection c set c.closedAt = :now,"
            + " c.closeReason = io.honeypool.pool.lease.CloseReason.LEASE_ENDED"
            + " where c.leaseId = :lease and c.closedAt is null")
    int closeAll(UUID lease, Instant now);
}
