package io.honeypool.proxy.ssh;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.lease.LeaseOutcome;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.ssh.connection.ConnectionRelay;
import io.honeypool.proxy.ssh.connection.GuestEntry;
import io.honeypool.proxy.ssh.landing.Landings;
import io.honeypool.proxy.ssh.login.TypedLogin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * One session's way into its guest. The first connection is made as soon as the attacker is let in, but logged in only
 * when the attacker needs it, mostly for its first channel: a scanner that tries passwords and leaves has never been in
 * the guest, which is given back pristine. Never blocks its callers; thread-safe.
 */
final class GuestLink implements GuestEntry {

    private static final Executor LANDING =
            task -> Thread.ofVirtual().name("landing").start(task);

    private final Session session;
    private final SessionLeases leases;
    private final GuestClient client;
    private final Landings landings;
    private final CompletableFuture<Leased> reached = new CompletableFuture<>();
    private final CompletableFuture<ClientSession> loggedIn = new CompletableFuture<>();

    GuestLink(Session session, SessionLeases leases, GuestClient client, Landings landings) {
        this.session = session;
        this.leases = leases;
        this.client = client;
        this.landings = landings;
    }

    /** The guest, the way in and what the attacker typed. */
    private record Leased(
            LeaseGrant grant,
            InetSocketAddress address,
            GuestDoor door,
            @Nullable TypedLogin typed) {}

    /**
     * Leases the guest and connects to it; a session that gets none is closed, as a busy server would.
     *
     * @param typed what the attacker was let in with; null if nobody remembers
     */
    void begin(@Nullable TypedLogin typed) {
        var _ = leases.guestFor(session)
                .thenAccept(outcome -> proceed(outcome, typed))
                .exceptionally(this::fail);
    }

    private void proceed(LeaseOutcome outcome, @Nullable TypedLogin typed) {
        switch (outcome) {
            case LeaseOutcome.Granted(LeaseGrant grant) ->
                grant.endpoint(LoginProtocol.SSH)
                        .ifPresentOrElse(
                                endpoint -> approach(grant, endpoint, typed),
                                () -> fail(new IOException("the guest offers no SSH")));
            case LeaseOutcome.Refused(String reason) -> fail(new IOException("no guest: " + reason));
        }
    }

    private void approach(LeaseGrant grant, GuestEndpoint endpoint, @Nullable TypedLogin typed) {
        GuestDoor door = new GuestDoor(session, client, grant, endpoint);
        // after the lease, and so closed before the lease is given back
        session.attach(() -> {
            fail(new IOException("the session is closed"));
            door.close();
        });
        var _ = door.approach(grant.credentials().username())
                .thenAccept(guest ->
                        reached.complete(new Leased(grant, (InetSocketAddress) guest.getConnectAddress(), door, typed)))
                .exceptionally(this::fail);
    }

    @Override
    public CompletableFuture<ClientSession> enter(ConnectionRelay relay) {
        session.markGuestUsed();
        var _ = reached.thenAcceptAsync(leased -> land(leased, relay), LANDING).exceptionally(this::fail);
        return loggedIn;
    }

    private void land(Leased leased, ConnectionRelay relay) {
        GuestDoor door = leased.door();
        try {
            boolean in = landings.land(
                    leased.grant(),
                    leased.typed(),
                    (account, passwords) -> door.logIn(relay, account, passwords),
                    session.events());
            ClientSession guest = in ? door.guest().orElse(null) : null;
            if (guest == null) {
                refused(leased.address());
            } else {
                guest.addCloseFutureListener(closed -> session.closeInBackground());
                loggedIn.complete(guest);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void refused(InetSocketAddress guest) {
        session.events()
                .record(new HoneypotEvent.GuestConnectFailed(
                        guest.getHostString(), guest.getPort(), "the guest refused its own credentials"));
        fail(new IOException("login to the guest failed"));
    }

    private @Nullable Void fail(Throwable reason) {
        reached.completeExceptionally(reason);
        loggedIn.completeExceptionally(reason);
        session.closeInBackground();
        return null;
    }
}
