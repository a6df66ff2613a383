package io.honeypool.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TestEvents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SessionTests {

    private final TestEvents events = new TestEvents();
    private final SessionRegistry registry =
            new SessionRegistry(events.dispatcher(), TestEvents.SENSOR, new SessionSettings(2), TestAdmission.DEFAULTS);

    @Test
    void whatIsAttachedIsClosedLastFirstAndOnce() {
        List<String> closed = new ArrayList<>();
        Session session = admit();
        session.attach(() -> closed.add("first"));
        session.attach(() -> closed.add("second"));

        session.close();
        session.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void whatIsAttachedTooLateIsClosedAtOnce() {
        List<String> closed = new ArrayList<>();
        Session session = admit();
        session.close();

        session.attach(() -> closed.add("late"));

        assertThat(closed).containsExactly("late");
    }

    @Test
    void aResourceThatFailsToCloseKeepsNothingOpen() {
        List<String> closed = new ArrayList<>();
        Session session = admit();
        session.attach(() -> closed.add("other"));
        session.attach(() -> {
            throw new IllegalStateException("stuck");
        });

        session.close();

        assertThat(closed).containsExactly("other");
        assertThat(registry.size()).isZero();
        assertThat(events.drain()).last().isInstanceOf(HoneypotEvent.SessionClosed.class);
    }

    @Test
    void oneConnectionTooManyIsTurnedAwayWithItsEvents() {
        admit();
        admit();

        assertThat(registry.admit(LoginProtocol.SSH, address(9), address(22))).isEmpty();

        assertThat(registry.size()).isEqualTo(2);
        assertThat(events.drain())
                .extracting(HoneypotEvent::eventId)
                .containsExactly(
                        "cowrie.session.connect",
                        "cowrie.session.connect",
                        "cowrie.session.connect",
                        "honeypool.session.limited",
                        "cowrie.session.closed");
    }

    @Test
    void shutDownClosesWhatIsOpenAndAdmitsNobody() throws InterruptedException {
        List<String> closed = new CopyOnWriteArrayList<>();
        admit().attach(() -> closed.add("attached"));

        assertThat(registry.shutDown(Duration.ofSeconds(10))).isTrue();

        assertThat(closed).containsExactly("attached");
        assertThat(registry.admit(LoginProtocol.SSH, address(9), address(22))).isEmpty();
        assertThat(events.drain()).contains(new HoneypotEvent.SessionLimited("shutdown"));
    }

    @Test
    void shutDownDoesNotWaitForEver() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        admit().attach(stuck::await);

        assertThat(registry.shutDown(Duration.ofMillis(50))).isFalse();

        stuck.countDown();
    }

    @Test
    void aClosedSessionMakesRoom() {
        Session first = admit();
        admit();
        first.close();

        assertThat(registry.admit(LoginProtocol.SSH, address(9), address(22))).isPresent();
    }

    @Test
    void sessionIdsAreTwelveHexadecimalDigits() {
        assertThat(admit().id()).matches("[0-9a-f]{12}");
    }

    private Session admit() {
        return registry.admit(LoginProtocol.SSH, address(4711), address(22)).orElseThrow();
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
