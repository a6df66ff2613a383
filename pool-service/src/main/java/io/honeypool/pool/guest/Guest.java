package io.honeypool.pool.guest;

import io.honeypool.common.lease.GuestCredentials;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.net.InetAddress;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A virtual machine as the pool sees it; one row. Changed through {@link Guests} and the lease claim only. */
@Entity
@Table(name = "guest")
public class Guest {

    @Id
    private UUID id;

    private String owner;
    private int slot;
    private String name;
    private UUID domainId;
    private String profile;
    private String image;
    private String recipe;

    @Enumerated(EnumType.STRING)
    private GuestState state;

    @JdbcTypeCode(SqlTypes.INET)
    private InetAddress address;

    private int sshPort;
    private int telnetPort;
    private String accountUsername;
    private String accountPassword;
    private boolean stale;
    private Instant createdAt;
    private Instant stateSince;
    private @Nullable Instant readyAt;
    private @Nullable String failure;

    @Version
    private int version;

    /** For Hibernate. */
    @NullUnmarked
    protected Guest() {}

    Guest(NewGuest guest, String owner, Instant now) {
        this.id = guest.id();
        this.owner = owner;
        this.slot = guest.identity().slot();
        this.name = guest.identity().name();
        this.domainId = guest.identity().domain();
        this.profile = guest.profile();
        this.image = guest.image();
        this.recipe = guest.recipe();
        this.state = GuestState.PROVISIONING;
        this.address = guest.identity().address();
        this.sshPort = guest.access().sshPort();
        this.telnetPort = guest.access().telnetPort();
        this.accountUsername = guest.access().credentials().username();
        this.accountPassword = guest.access().credentials().password();
        this.createdAt = now;
        this.stateSince = now;
    }

    void moveTo(GuestState next, Instant now) {
        GuestLifecycle.check(state, next);
        state = next;
        stateSince = now;
        if (next == GuestState.READY) {
            readyAt = now;
        }
    }

    void failBecause(String reason) {
        failure = reason;
    }

    void markStale() {
        stale = true;
    }

    /** Its id. */
    public UUID id() {
        return id;
    }

    /** Name of the pool service on whose host it is. */
    public String owner() {
        return owner;
    }

    /** Number of the slot it is in. */
    public int slot() {
        return slot;
    }

    /** Name of its domain and of its filter. */
    public String name() {
        return name;
    }

    /** UUID of its domain, the same for every guest of its slot. */
    public UUID domain() {
        return domainId;
    }

    /** Its guest profile. */
    public String profile() {
        return profile;
    }

    /** Name of its image. */
    public String image() {
        return image;
    }

    /** Version of its image. */
    public String recipe() {
        return recipe;
    }

    /** Where it is in its life. */
    public GuestState state() {
        return state;
    }

    /** Its IPv4 address. */
    public InetAddress address() {
        return address;
    }

    /** How one logs in to it. */
    public GuestAccess access() {
        return new GuestAccess(sshPort, telnetPort, new GuestCredentials(accountUsername, accountPassword));
    }

    /** Whether it is to be replaced as soon as there is another. */
    public boolean isStale() {
        return stale;
    }

    /** When its row was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When it got into its state. */
    public Instant stateSince() {
        return stateSince;
    }

    /** When it was last READY, if ever. */
    public @Nullable Instant readyAt() {
        return readyAt;
    }

    /** Why it never became READY, if it did not. */
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public String toString() {
        return name + " (" + id + ", " + state + ")";
    }
}
