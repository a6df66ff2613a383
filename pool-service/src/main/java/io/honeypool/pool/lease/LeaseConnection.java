package io.honeypool.pool.lease;

import io.honeypool.common.lease.LoginProtocol;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.InetAddress;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One attacker connection that uses a lease, to look at; its row is written under the row lock of its lease. */
@Entity
@Immutable
@Table(name = "lease_connection")
public class LeaseConnection {

    @Id
    private String connectionId;

    private UUID leaseId;
    private String sensorId;

    @Enumerated(EnumType.STRING)
    private LoginProtocol protocol;

    @JdbcTypeCode(SqlTypes.INET)
    private InetAddress sourceAddress;

    private Instant openedAt;
    private Instant deadline;
    private @Nullable Instant closedAt;

    /** For Hibernate. */
    @NullUnmarked
    protected LeaseConnection() {}

    /** Its id, unique in the pool. */
    public String connectionId() {
        return connectionId;
    }

    /** The lease it uses. */
    public UUID leaseId() {
        return leaseId;
    }

    /** The sensor that has it. */
    public String sensorId() {
        return sensorId;
    }

    /** What the attacker speaks. */
    public LoginProtocol protocol() {
        return protocol;
    }

    /** The attacker's address. */
    public InetAddress sourceAddress() {
        return sourceAddress;
    }

    /** When it was opened. */
    public Instant openedAt() {
        return openedAt;
    }

    /** When it counts as gone unless it is renewed. */
    public Instant deadline() {
        return deadline;
    }

    /** When it was closed; null while it is open. */
    public @Nullable Instant closedAt() {
        return closedAt;
    }
}
