package io.honeypool.proxy.ssh;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.lease.LeaseOutcome;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.ssh.connection.ConnectionRelay;
import io.honeypool.proxy.ssh.connection.GuestEntry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordAuthenticationReporter;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.jspecify.annotations.Nullable;

/**
 * One session's SSH connection to its guest. The connection is made as soon as the attacker is let in, but logged in
 * only when the attacker needs it, mostly for its first channel: a scanner that tries passwords and leaves has never
 * been in the guest, which is given back pristine. Never blocks; thread-safe.
 */
final class GuestLink implements GuestEntry, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Session session;
    private final SessionLeases leases;
    private final SshClient client;
    private final GuestPasswords passwords;
    private final CompletableFuture<ClientSession> connected = new CompletableFuture<>();
    private final CompletableFuture<ClientSession> loggedIn = new CompletableFuture<>();

    GuestLink(Session session, SessionLeases leases, SshClient client, GuestPasswords passwords) {
        this.session = session;
        this.leases = leases;
        this.client = client;
        this.passwords = passwords;
    }

    /**
     * Leases the guest and connects to it; a session that gets none is closed, as a busy server would.
     *
     * @param typed the password that let the attacker in; null if none did
     */
    void begin(@Nullable String typed) {
        var _ = leases.guestFor(session)
                .thenAccept(outcome -> proceed(outcome, typed))
                .exceptionally(failure -> {
                    fail(failure);
                    return null;
                });
    }

    private void proceed(LeaseOutcome outcome, @Nullable String typed) {
        switch (outcome) {
            case LeaseOutcome.Granted(LeaseGrant grant) -> connect(grant, typed);
            case LeaseOutcome.Refused(String reason) -> fail(new IOException("no guest: " + reason));
        }
    }

    @Override
    public CompletableFuture<ClientSession> enter(ConnectionRelay relay) {
        session.markGuestUsed();
        var _ = connected.thenAccept(guest -> {
            relay.serve((AbstractSession) guest);
            logIn(guest);
        });
        return loggedIn;
    }

    /** Ends the connection, if there is one; a guest that does not play along is cut off. Blocks for a bounded time. */
    @Override
    public void close() throws IOException {
        fail(new IOException("the session is closed"));
        if (!connected.isCompletedExceptionally()) {
            Closing.closeWithin(PATIENCE, connected.join());
        }
    }

    private void connect(LeaseGrant grant, @Nullable String typed) {
        // after the lease, and so closed before the lease is given back
        session.attach(this);
        GuestEndpoint endpoint = grant.endpoint(LoginProtocol.SSH).orElse(null);
        if (endpoint == null) {
            fail(new IOException("the guest offers no SSH"));
            return;
        }
        String username = grant.credentials().username();
        try {
            client.connect(username, endpoint.host(), endpoint.port()).addListener(future -> {
                if (!future.isConnected()) {
                    failToConnect(endpoint, String.valueOf(future.getException()));
                    return;
                }
                ClientSession guest = future.getSession();
                offerPasswords(guest, grant, typed);
                recordConnected(endpoint, guest);
                guest.addCloseFutureListener(closed -> session.closeInBackground());
                if (!connected.complete(guest)) {
                    guest.close(true);
                }
            });
        } catch (IOException e) {
            failToConnect(endpoint, e.toString());
        }
    }

    private void offerPasswords(ClientSession guest, LeaseGrant grant, @Nullable String typed) {
        passwords.toTry(grant, typed).forEach(guest::addPasswordIdentity);
        guest.setPasswordAuthenticationReporter(new PasswordAuthenticationReporter() {
            @Override
            public void signalAuthenticationSuccess(ClientSession ssh, String service, String password) {
                passwords.worked(grant, password);
            }
        });
    }

    private void logIn(ClientSession guest) {
        try {
            guest.auth().addListener(future -> {
                if (future.isSuccess()) {
                    loggedIn.complete(guest);
                } else {
                    InetSocketAddress remote = (InetSocketAddress) guest.getConnectAddress();
                    record(new HoneypotEvent.GuestConnectFailed(
                            remote.getHostString(), remote.getPort(), "the guest refused its own credentials"));
                    fail(new IOException("login to the guest failed", future.getException()));
                }
            });
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void recordConnected(GuestEndpoint endpoint, ClientSession guest) {
        InetSocketAddress local = (InetSocketAddress) guest.getIoSession().getLocalAddress();
        record(new HoneypotEvent.GuestConnected(
                endpoint.host(), endpoint.port(), local.getAddress().getHostAddress(), local.getPort()));
    }

    private void failToConnect(GuestEndpoint endpoint, String error) {
        record(new HoneypotEvent.GuestConnectFailed(endpoint.host(), endpoint.port(), AttackerText.escape(error)));
        fail(new IOException("no connection to the guest: " + error));
    }

    private void record(HoneypotEvent event) {
        session.events().record(event);
    }

    private void fail(Throwable reason) {
        connected.completeExceptionally(reason);
        loggedIn.completeExceptionally(reason);
        session.closeInBackground();
    }
}
