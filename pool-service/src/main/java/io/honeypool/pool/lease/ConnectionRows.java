package io.honeypool.pool.lease;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** The table of connections, to look at. */
interface ConnectionRows extends Repository<LeaseConnection, String> {

    List<LeaseConnection> findAllByLeaseIdInAndClosedAtIsNullOrderByOpenedAt(Collection<UUID> leases);
}
