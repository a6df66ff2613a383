package io.honeypool.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TestEvents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTests {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.0/24, ::ffff:192.0.2.9, true",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false"
    })
    void aNetworkKnowsItsAddresses(String network, String address, boolean inside) {
        assertThat(Network.of(network).contains(SourceAddress.parse(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "::/129", "10/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "99, 0, false",
        "100, 29, true",
        "100, 30, false",
        "150, 64, true",
        "150, 65, false",
        "199, 98, true",
        "199, 99, false",
        "200, 99, true",
        "5000, 99, true"
    })
    void earlyDropRisesFromRateToAll(int waiting, int roll, boolean dropped) {
        assertThat(TestAdmission.small(1, 1, 1).dropsStartup(waiting, roll)).isEqualTo(dropped);
    }

    @Test
    void aSourceHasItsLimitAndItsNetworkAnother() {
        OpenConnections open = new OpenConnections(TestAdmission.small(2, 3, 9));
        enter(open, "192.0.2.1", 2);

        assertThat(open.limitFor(SourceAddress.parse("192.0.2.1"), 99)).contains("connections-per-source");
        assertThat(open.limitFor(SourceAddress.parse("192.0.2.2"), 99)).isEmpty();
        enter(open, "192.0.2.2", 1);
        assertThat(open.limitFor(SourceAddress.parse("192.0.2.3"), 99)).contains("connections-per-network");
        assertThat(open.limitFor(SourceAddress.parse("192.0.3.1"), 99)).isEmpty();
    }

    @Test
    void anIpv6PrefixIsOneSource() {
        OpenConnections open = new OpenConnections(TestAdmission.small(2, 9, 9));
        enter(open, "2001:db8::1", 1);
        enter(open, "2001:db8::ffff:2", 1);

        assertThat(open.limitFor(SourceAddress.parse("2001:db8::3"), 99)).contains("connections-per-source");
        assertThat(open.limitFor(SourceAddress.parse("2001:db8:0:1::3"), 99)).isEmpty();
    }

    @Test
    void onlyConnectionsThatAreNotLoggedInAreStartups() {
        OpenConnections open = new OpenConnections(TestAdmission.small(1000, 1000, 1000));
        enter(open, "192.0.2.1", 200);
        assertThat(open.limitFor(SourceAddress.parse("198.51.100.1"), 99)).contains("startups");

        IntStream.range(0, 150).forEach(i -> open.logIn(SourceAddress.parse("192.0.2.1")));

        assertThat(open.limitFor(SourceAddress.parse("198.51.100.1"), 0)).isEmpty();
    }

    @Test
    void whoIsExemptIsCountedButNotLimited() {
        OpenConnections open = new OpenConnections(TestAdmission.DEFAULTS);
        enter(open, "127.0.0.1", 1000);

        assertThat(open.limitFor(SourceAddress.parse("127.0.0.1"), 0)).isEmpty();
        assertThat(open.limitFor(SourceAddress.parse("192.0.2.1"), 0)).contains("startups");
    }

    @Test
    void nothingIsKeptOfWhatIsClosed() {
        OpenConnections open = new OpenConnections(TestAdmission.small(9, 9, 1));
        SourceAddress source = SourceAddress.parse("192.0.2.1");
        enter(open, "192.0.2.1", 3);
        assertThat(open.logIn(source)).isTrue();
        assertThat(open.logIn(source)).isFalse();

        open.leave(source, true);
        open.leave(source, true);
        open.leave(source, false);

        assertThat(open.isEmpty()).isTrue();
    }

    @Test
    void timeIsUpForLoginSilenceAndAll() {
        Deadlines deadlines = new Deadlines(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(24));
        Duration none = Duration.ZERO;

        assertThat(deadlines.passed(Duration.ofSeconds(119), Duration.ofSeconds(119), false))
                .isEmpty();
        assertThat(deadlines.passed(Duration.ofMinutes(2), none, false)).contains("login-time");
        assertThat(deadlines.passed(Duration.ofMinutes(2), none, true)).isEmpty();
        assertThat(deadlines.passed(Duration.ofHours(2), Duration.ofMinutes(59), true))
                .isEmpty();
        assertThat(deadlines.passed(Duration.ofHours(2), Duration.ofHours(1), true))
                .contains("idle-time");
        assertThat(deadlines.passed(Duration.ofHours(24), none, true)).contains("session-time");
    }

    @Test
    void lateSessionsEndOnceWithTheNameOfTheirLimit() throws InterruptedException {
        TestEvents events = new TestEvents();
        SessionRegistry registry = new SessionRegistry(
                events.dispatcher(), TestEvents.SENSOR, new SessionSettings(9), TestAdmission.DEFAULTS);
        admit(registry, "192.0.2.1");
        Session loggedIn = admit(registry, "192.0.2.2");
        assertThat(registry.loggedIn(loggedIn)).isTrue();
        Deadlines deadlines = new Deadlines(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(2));

        registry.endLate(
                protocol -> deadlines, System.nanoTime() + Duration.ofMinutes(3).toNanos());

        loggedIn.close();
        assertThat(registry.shutDown(Duration.ofSeconds(10))).isTrue();
        assertThat(limits(events)).containsExactly("login-time");
    }

    @Test
    void oneLoginTooManyEndsItsSession() throws InterruptedException {
        TestEvents events = new TestEvents();
        SessionRegistry registry = new SessionRegistry(
                events.dispatcher(), TestEvents.SENSOR, new SessionSettings(9), TestAdmission.small(9, 9, 1));
        Session first = admit(registry, "192.0.2.1");
        Session second = admit(registry, "192.0.2.1");

        assertThat(registry.loggedIn(first)).isTrue();
        assertThat(registry.loggedIn(second)).isFalse();

        assertThat(registry.shutDown(Duration.ofSeconds(10))).isTrue();
        assertThat(limits(events)).containsExactly("logins-per-source");
    }

    @Test
    void oneRefusedLoginTooManyEndsItsSession() throws InterruptedException {
        TestEvents events = new TestEvents();
        SessionRegistry registry = new SessionRegistry(
                events.dispatcher(), TestEvents.SENSOR, new SessionSettings(9), TestAdmission.small(9, 9, 9));
        Session first = admit(registry, "192.0.2.1");
        Session second = admit(registry, "192.0.2.1");

        assertThat(registry.loginRefused(first)).isTrue();
        assertThat(registry.loginRefused(second)).isTrue();
        assertThat(registry.loginRefused(first)).isFalse();

        assertThat(registry.shutDown(Duration.ofSeconds(10))).isTrue();
        assertThat(limits(events)).containsExactly("tries-per-minute");
    }

    private static List<String> limits(TestEvents events) {
        return events.drain().stream()
                .filter(HoneypotEvent.SessionLimited.class::isInstance)
                .map(event -> ((HoneypotEvent.SessionLimited) event).limit())
                .toList();
    }

    private static Session admit(SessionRegistry registry, String source) {
        return registry.admit(
                        LoginProtocol.SSH,
                        new InetSocketAddress(InetAddress.ofLiteral(source), 4711),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 22))
                .orElseThrow();
    }

    private static void enter(OpenConnections open, String source, int times) {
        IntStream.range(0, times).forEach(i -> open.enter(SourceAddress.parse(source)));
    }
}
