package io.honeypool.pool.lease;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of leases, to look at. */
interface LeaseRows extends Repository<Lease, UUID> {

    Optional<Lease> findById(UUID id);

    Page<Lease> findAll(Specification<Lease> filter, Pageable page);

    @Query("select count(l) from Lease l join Guest g on g.id = l.guestId where g.owner = :owner and l.state = :state")
    long countByOwnerAndState(String owner, LeaseState state);

    long countByState(LeaseState state);
}
