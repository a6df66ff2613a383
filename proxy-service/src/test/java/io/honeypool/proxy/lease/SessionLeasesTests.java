package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionLeasesTests {

    private static final UUID LEASE = new UUID(0, 7);
    private static final UUID GUEST = new UUID(0, 8);

    private final TestEvents events = new TestEvents();
    private final SessionRegistry registry = new SessionRegistry(
            events.dispatcher(), TestEvents.SENSOR, new SessionSettings(10), TestAdmission.DEFAULTS);
    private final Session session = registry.admit(
                    LoginProtocol.SSH,
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1),
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 22))
            .orElseThrow();
    private final FakePool pool = new FakePool();
    private final SessionLeases leases = new SessionLeases(
            pool, new SessionLeases.Asking("sensor", "router", Duration.ofSeconds(2)), Clock.systemUTC());

    @Test
    void everyCallForASessionGetsTheSameLease() {
        LeaseOutcome first = leases.guestFor(session).join();
        LeaseOutcome second = leases.guestFor(session).join();

        assertThat(first).isInstanceOf(LeaseOutcome.Granted.class).isSameAs(second);
        assertThat(pool.calls).containsExactly("lease router 192.0.2.7 sensor:" + session.id());
    }

    @Test
    void closingTheSessionGivesTheConnectionBackUnused() {
        leases.guestFor(session).join();

        session.close();

        assertThat(pool.calls).last().isEqualTo("release sensor:" + session.id() + " false");
        assertThat(events.drain())
                .extracting(HoneypotEvent::eventId)
                .containsExactly(
                        "cowrie.session.connect",
                        "honeypool.lease.granted",
                        "honeypool.lease.released",
                        "cowrie.session.closed");
    }

    @Test
    void aGuestThatWasEnteredIsGivenBackUsed() {
        leases.guestFor(session).join();
        session.markGuestUsed();

        session.close();

        assertThat(pool.calls).last().isEqualTo("release sensor:" + session.id() + " true");
    }

    @Test
    void aPoolThatFailsIsAskedAgain() {
        pool.failures.set(2);

        assertThat(leases.guestFor(session).join()).isInstanceOf(LeaseOutcome.Granted.class);
        assertThat(pool.calls).hasSize(3);
    }

    @Test
    void aPoolThatKeepsFailingIsGivenUp() {
        pool.failures.set(Integer.MAX_VALUE);

        assertThat(leases.guestFor(session).join()).isEqualTo(new LeaseOutcome.Refused("pool-unavailable"));
        session.close();

        assertThat(pool.calls).noneMatch(call -> call.startsWith("release"));
        assertThat(events.drain()).contains(new HoneypotEvent.LeaseRefused("pool-unavailable"));
    }

    @Test
    void aLeaseForASessionThatIsGoneIsGivenBack() {
        session.close();

        leases.guestFor(session).join();

        assertThat(pool.calls)
                .containsExactly(
                        "lease router 192.0.2.7 sensor:" + session.id(), "release sensor:" + session.id() + " false");
    }

    @Test
    void aReleaseThatFailsIsTriedAgain() {
        leases.guestFor(session).join();
        pool.failures.set(1);

        session.close();

        assertThat(pool.calls).filteredOn(call -> call.startsWith("release")).hasSize(2);
    }

    @Test
    void aConnectionThatThePoolNoLongerKnowsEndsItsSession() {
        pool.deadlineIn = Duration.ofSeconds(1);
        pool.forgetful = true;

        leases.guestFor(session).join();

        await().until(() -> registry.size() == 0);
        assertThat(pool.calls).contains("renew sensor:" + session.id());
    }

    /** A pool that remembers what it was asked. */
    private static final class FakePool implements LeasePool {

        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private volatile boolean forgetful;
        private volatile Duration deadlineIn = Duration.ofMinutes(1);

        @Override
        public LeaseOutcome lease(LeaseRequest request) throws IOException {
            calls.add("lease " + request.profile() + " " + request.sourceAddress() + " " + request.connectionId());
            failIfAsked();
            return new LeaseOutcome.Granted(new LeaseGrant(
                    LEASE,
                    GUEST,
                    "default",
                    true,
                    List.of(),
                    new GuestCredentials("root", "secret"),
                    null,
                    Clock.systemUTC().instant().plus(deadlineIn)));
        }

        @Override
        public Optional<ConnectionRenewal> renew(UUID lease, String connection) throws IOException {
            calls.add("renew " + connection);
            failIfAsked();
            return forgetful
                    ? Optional.empty()
                    : Optional.of(
                            new ConnectionRenewal(Clock.systemUTC().instant().plus(deadlineIn)));
        }

        @Override
        public void release(UUID lease, String connection, boolean used) throws IOException {
            calls.add("release " + connection + " " + used);
            failIfAsked();
        }

        private void failIfAsked() throws IOException {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IOException("the pool is away");
            }
        }
    }
}
