package io.honeypool.proxy.ssh;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.ssh.connection.ConnectionRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.auth.password.PasswordAuthenticationReporter;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.jspecify.annotations.Nullable;

/**
 * One session's connections to its guest's SSH server, one after the other: a server takes one user name for each. The
 * first is made before it is needed. One that waits for too long is ended by either side and made again; the guest
 * refuses new connections when too many wait. Thread-safe.
 */
final class GuestDoor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOGIN_PATIENCE = Duration.ofSeconds(30);

    private final Session session;
    private final GuestClient client;
    private final LeaseGrant grant;
    private final GuestEndpoint endpoint;
    private @Nullable ClientSession latest;
    private boolean taken;
    private boolean closed;

    GuestDoor(Session session, GuestClient client, LeaseGrant grant, GuestEndpoint endpoint) {
        this.session = session;
        this.client = client;
        this.grant = grant;
        this.endpoint = endpoint;
    }

    /**
     * Makes a connection. Never blocks.
     *
     * @param account who it may be for; can be changed before it logs in
     */
    CompletableFuture<ClientSession> approach(String account) {
        CompletableFuture<ClientSession> connected = new CompletableFuture<>();
        switch (endpoint.route()) {
            case DIRECT -> connect(account, connected);
            case GATEWAY -> Thread.ofVirtual().name("dial-" + session.id()).start(() -> connect(account, connected));
        }
        return connected;
    }

    private void connect(String account, CompletableFuture<ClientSession> connected) {
        try {
            client.connect(account, grant, endpoint).addListener(future -> {
                if (!future.isConnected()) {
                    connected.completeExceptionally(failed(String.valueOf(future.getException())));
                } else if (keep(future.getSession())) {
                    connected.complete(future.getSession());
                } else {
                    connected.completeExceptionally(new IOException("the session is closed"));
                }
            });
        } catch (IOException | RuntimeException e) {
            connected.completeExceptionally(failed(e.toString()));
        }
    }

    /**
     * Logs in, over the connection that waits or a new one. Blocks for a bounded time.
     *
     * @param relay what serves the connection from then on
     * @return the password that was taken; empty if none was
     */
    Optional<String> logIn(ConnectionRelay relay, String account, List<String> passwords) throws IOException {
        ClientSession waiting = takeWaiting();
        if (waiting != null) {
            Optional<String> taken = logIn(waiting, relay, account, passwords);
            if (taken.isPresent() || waiting.isOpen()) {
                return taken;
            }
            // it ended under our hands, which is no refusal
        }
        return logIn(joined(approach(account)), relay, account, passwords);
    }

    /** The connection that logged in last. */
    synchronized Optional<ClientSession> guest() {
        return Optional.ofNullable(latest).filter(ClientSession::isAuthenticated);
    }

    /** Ends the connection, if there is one; a guest that does not play along is cut off. Blocks for a bounded time. */
    @Override
    public void close() throws IOException {
        ClientSession last;
        synchronized (this) {
            closed = true;
            last = latest;
        }
        if (last != null) {
            Closing.closeWithin(PATIENCE, last);
        }
    }

    /** The connection that was made before it was needed, once and if it is still there. */
    private synchronized @Nullable ClientSession takeWaiting() {
        ClientSession waiting = taken ? null : latest;
        taken = true;
        return waiting != null && waiting.isOpen() ? waiting : null;
    }

    private boolean keep(ClientSession guest) {
        ClientSession before;
        synchronized (this) {
            if (closed) {
                guest.close(true);
                return false;
            }
            before = latest;
            latest = guest;
        }
        if (before != null) {
            before.close(true);
        }
        recordConnected(guest);
        return true;
    }

    private static Optional<String> logIn(
            ClientSession guest, ConnectionRelay relay, String account, List<String> passwords) throws IOException {
        AtomicReference<@Nullable String> taken = new AtomicReference<>();
        relay.serve((AbstractSession) guest);
        guest.resetAuthTimeout();
        guest.setUsername(account);
        passwords.forEach(guest::addPasswordIdentity);
        guest.setPasswordAuthenticationReporter(new PasswordAuthenticationReporter() {
            @Override
            public void signalAuthenticationSuccess(ClientSession ssh, String service, String password) {
                taken.set(password);
            }
        });
        AuthFuture login = guest.auth();
        return login.await(LOGIN_PATIENCE) && login.isSuccess() ? Optional.ofNullable(taken.get()) : Optional.empty();
    }

    private static ClientSession joined(CompletableFuture<ClientSession> connected) throws IOException {
        try {
            return connected.join();
        } catch (CompletionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private void recordConnected(ClientSession guest) {
        InetSocketAddress remote = (InetSocketAddress) guest.getConnectAddress();
        InetSocketAddress local = (InetSocketAddress) guest.getIoSession().getLocalAddress();
        session.events()
                .record(new HoneypotEvent.GuestConnected(
                        remote.getHostString(),
                        remote.getPort(),
                        local.getAddress().getHostAddress(),
                        local.getPort()));
    }

    private IOException failed(String error) {
        session.events()
                .record(new HoneypotEvent.GuestConnectFailed(
                        endpoint.host(), endpoint.port(), AttackerText.escape(error)));
        return new IOException("no connection to the guest: " + error);
    }
}
