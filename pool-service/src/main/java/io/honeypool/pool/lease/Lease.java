package io.honeypool.pool.lease;

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

/** Which guest belongs to which source, to look at; {@link LeaseClaim} and {@link LeaseStatements} write the row. */
@Entity
@Immutable
@Table(name = "lease")
public class Lease {

    @Id
    private UUID id;

    @JdbcTypeCode(SqlTypes.INET)
    private InetAddress sourceAddress;

    private String profile;
    private UUID guestId;

    @Enumerated(EnumType.STRING)
    private LeaseState state;

    private Instant createdAt;
    private Instant lastUsedAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant endedAt;

    @Enumerated(EnumType.STRING)
    private @Nullable LeaseEndReason endReason;

    private boolean shared;

    /** For Hibernate. */
    @NullUnmarked
    protected Lease() {}

    /** Its id. */
    public UUID id() {
        return id;
    }

    /** The source address that made it. */
    public InetAddress sourceAddress() {
        return sourceAddress;
    }

    /** The guest profile. */
    public String profile() {
        return profile;
    }

    /** The guest it is for. */
    public UUID guestId() {
        return guestId;
    }

    /** Whether the guest was another source's when the lease was made. */
    public boolean isShared() {
        return shared;
    }

    /** Where it is in its life. */
    public LeaseState state() {
        return state;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When a connection was last opened, renewed or closed. */
    public Instant lastUsedAt() {
        return lastUsedAt;
    }

    /** When it ends unless its source comes back; null but for an IDLE lease. */
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /** When it ended; null while it has not. */
    public @Nullable Instant endedAt() {
        return endedAt;
    }

    /** Why it ended; null while it has not. */
    public @Nullable LeaseEndReason endReason() {
        return endReason;
    }
}
