package io.honeypool.pool.lease;

import io.honeypool.common.lease.SourceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.domain.Specification;

/**
 * Which leases to list.
 *
 * @param state only leases in this state
 * @param source only leases that this address made
 * @param sensorId only leases that this sensor ever had a connection of
 */
public record LeaseFilter(Optional<LeaseState> state, Optional<SourceAddress> source, Optional<String> sensorId) {

    Specification<Lease> specification() {
        List<Specification<Lease>> parts = new ArrayList<>();
        state.ifPresent(value -> parts.add((lease, query, is) -> is.equal(lease.get("state"), value)));
        source.ifPresent(
                value -> parts.add((lease, query, is) -> is.equal(lease.get("sourceAddress"), value.address())));
        sensorId.ifPresent(value -> parts.add((lease, query, is) -> {
            var sensors = query.subquery(Integer.class);
            var connection = sensors.from(LeaseConnection.class);
            return is.exists(sensors.select(is.literal(1))
                    .where(
                            is.equal(connection.get("leaseId"), lease.get("id")),
                            is.equal(connection.get("sensorId"), value)));
        }));
        return Specification.allOf(parts);
    }
}
