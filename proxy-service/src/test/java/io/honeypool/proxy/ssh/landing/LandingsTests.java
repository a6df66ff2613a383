package io.honeypool.proxy.ssh.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.LandingEvent;
import io.honeypool.proxy.events.LandingEvent.Outcome;
import io.honeypool.proxy.events.LandingEvent.Reason;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import io.honeypool.proxy.ssh.landing.Accounts.Answer;
import io.honeypool.proxy.ssh.login.TypedLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingsTests {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);
    private static final LeaseGrant GUEST = new LeaseGrant(
            new UUID(0, 7),
            new UUID(0, 1),
            "default",
            true,
            List.of(),
            new GuestCredentials("root", "own"),
            null,
            Instant.EPOCH);

    @TempDir
    private Path directory;

    private final TestEvents events = new TestEvents();
    private final Map<String, String> guest = new HashMap<>(Map.of("root", "own"));
    private final List<String> steps = new ArrayList<>();
    private GuestPasswords passwords;
    private Session session;

    @BeforeEach
    void open() {
        passwords = GuestPasswords.open(directory.resolve("guest-passwords.json"));
        session = new SessionRegistry(
                        events.dispatcher(), TestEvents.SENSOR, new SessionSettings(10), TestAdmission.DEFAULTS)
                .admit(LoginProtocol.SSH, ANYWHERE, ANYWHERE)
                .orElseThrow();
    }

    @AfterEach
    void close() {
        passwords.close();
        session.close();
    }

    @Test
    void asTheGuestsAccountNothingIsMadeOrTold() throws IOException {
        assertThat(landings(LandingPolicy.GUEST_ACCOUNT, unreachable())
                        .land(GUEST, new TypedLogin("admin", "typed"), this::logIn, session.events()))
                .isTrue();

        assertThat(steps).containsExactly("log in root [own, typed]");
        assertThat(told()).isEmpty();
    }

    @Test
    void anAccountIsMadeAndThenUsedAgain() throws IOException {
        land("admin", "typed", making(Answer.MADE));
        land("admin", "typed", unreachable());

        assertThat(steps).containsExactly("make admin typed", "log in admin [typed]", "log in admin [typed]");
        assertThat(told()).containsExactly(at("admin", Outcome.MADE), at("admin", Outcome.UNCHANGED));
    }

    @Test
    void anotherPasswordIsSetBeforeItIsTried() throws IOException {
        land("admin", "first", making(Answer.MADE));
        land("admin", "second", making(Answer.PASSWORD_SET));

        assertThat(steps)
                .containsExactly(
                        "make admin first", "log in admin [first]", "make admin second", "log in admin [second]");
        assertThat(told()).containsExactly(at("admin", Outcome.MADE), at("admin", Outcome.PASSWORD_SET));
    }

    @Test
    void thePasswordThatTheAttackerHadBeforeItChangedItIsSetAnew() throws IOException {
        land("admin", "typed", making(Answer.MADE));
        guest.put("admin", "changed");
        steps.clear();

        land("admin", "typed", making(Answer.PASSWORD_SET));

        assertThat(steps).containsExactly("log in admin [typed]", "make admin typed", "log in admin [typed]");
    }

    @Test
    void whereThePrivilegesAreLostWhatWasTypedIsTried() throws IOException {
        guest.put("admin", "changed");

        land("admin", "changed", unreachable());

        assertThat(steps).containsExactly("make admin changed", "log in admin [changed]");
        assertThat(told()).containsExactly(at("admin", Outcome.UNCHANGED));
    }

    @Test
    void aGuestThatDoesNotDoAsItShouldLandsTheAttackerInItsAccount() throws IOException {
        land("admin", "typed", unreachable());

        assertThat(steps).containsExactly("make admin typed", "log in admin [typed]", "log in root [own, typed]");
        assertThat(told()).containsExactly(fallback("admin", Reason.FAILED));
    }

    @Test
    void aGuestThatLiesLandsTheAttackerInItsAccount() throws IOException {
        land("admin", "typed", (grant, wanted) -> Answer.MADE);

        assertThat(told()).containsExactly(fallback("admin", Reason.FAILED));
        assertThat(passwords.workedLast(GUEST, "admin", "typed")).isFalse();
    }

    @Test
    void anErrorOfOursLandsTheAttackerInTheGuestsAccount() throws IOException {
        land("admin", "typed", (grant, wanted) -> {
            throw new IllegalStateException("the client is closed\u001b[31m");
        });

        assertThat(told()).containsExactly(fallback("admin", Reason.FAILED));
    }

    @Test
    void whatTheGuestSaysNoToIsNotTried() throws IOException {
        land("daemon", "typed", making(Answer.SYSTEM_ACCOUNT));
        land("admin", "typed", making(Answer.NOT_ROOT));
        land("Admin", "typed", unreachable());

        assertThat(steps)
                .containsExactly(
                        "make daemon typed",
                        "log in root [own, typed]",
                        "make admin typed",
                        "log in root [own, typed]",
                        "log in root [own, typed]");
        assertThat(told())
                .containsExactly(
                        fallback("daemon", Reason.SYSTEM_ACCOUNT),
                        fallback("admin", Reason.NOT_ROOT),
                        fallback("Admin", Reason.NAME));
    }

    @Test
    void theGuestsAccountIsWhatItIs() throws IOException {
        land("root", "typed", unreachable());

        assertThat(steps).containsExactly("log in root [own, typed]");
        assertThat(told()).containsExactly(new LandingEvent("root", "root", Outcome.GUEST_ACCOUNT, null));
    }

    @Test
    void whatTheAttackerMadeOfTheGuestsPasswordIsRemembered() throws IOException {
        guest.put("root", "changed");
        land("root", "changed", unreachable());
        steps.clear();

        land("root", "another", unreachable());

        assertThat(steps).containsExactly("log in root [changed, own, another]");
    }

    @Test
    void aGuestThatLetsNobodyInIsNoLanding() throws IOException {
        guest.clear();

        assertThat(landings(LandingPolicy.AS_TYPED, unreachable())
                        .land(GUEST, new TypedLogin("admin", "typed"), this::logIn, session.events()))
                .isFalse();

        assertThat(told()).isEmpty();
    }

    @Test
    void aSessionThatIsOverEndsTheLanding() {
        Landings landings = landings(LandingPolicy.AS_TYPED, making(Answer.MADE));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> landings.land(
                        GUEST,
                        new TypedLogin("admin", "typed"),
                        (account, tried) -> {
                            throw new IOException("the session is closed");
                        },
                        session.events()));
    }

    private void land(String account, String password, Accounts accounts) throws IOException {
        assertThat(landings(LandingPolicy.AS_TYPED, accounts)
                        .land(GUEST, new TypedLogin(account, password), this::logIn, session.events()))
                .isTrue();
    }

    private Landings landings(LandingPolicy policy, Accounts accounts) {
        return new Landings(policy, passwords, (grant, wanted) -> {
            steps.add("make " + wanted.account() + " " + wanted.password());
            return accounts.ready(grant, wanted);
        });
    }

    private Accounts making(Answer answer) {
        return (grant, wanted) -> {
            if (answer == Answer.MADE || answer == Answer.PASSWORD_SET) {
                guest.put(wanted.account(), wanted.password());
            }
            return answer;
        };
    }

    private static Accounts unreachable() {
        return (grant, wanted) -> {
            throw new IOException("no way");
        };
    }

    private Optional<String> logIn(String account, List<String> tried) {
        steps.add("log in " + account + " " + tried);
        return tried.stream()
                .filter(password -> password.equals(guest.get(account)))
                .findFirst();
    }

    private List<HoneypotEvent> told() {
        return events.drain().stream().filter(LandingEvent.class::isInstance).toList();
    }

    private static LandingEvent at(String account, Outcome outcome) {
        return new LandingEvent(account, account, outcome, null);
    }

    private static LandingEvent fallback(String username, @Nullable Reason reason) {
        return new LandingEvent(username, "root", Outcome.GUEST_ACCOUNT, reason);
    }
}
