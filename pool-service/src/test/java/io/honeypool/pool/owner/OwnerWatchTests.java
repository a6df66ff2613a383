package io.honeypool.pool.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnerWatchTests {

    private static final UUID INCARNATION = UUID.randomUUID();

    private final OwnerWatch watch = new OwnerWatch("self", Duration.ofSeconds(15), Duration.ofMinutes(10));
    private long now = 7_000_000_000L;

    @Test
    void aServiceThatIsHeardOfLives() {
        for (int beat = 0; beat < 100; beat++) {
            assertThat(observe(row("a", OwnerState.ALIVE, beat))).isEmpty();
        }
    }

    @Test
    void aSilentServiceIsDeadAfterItsTimeAndUntilThatIsNoted() {
        Owner silent = row("a", OwnerState.ALIVE, 1);

        assertThat(observeFor(15, silent)).isEmpty();
        assertThat(observe(silent)).containsExactly(silent);
        assertThat(observe(silent)).containsExactly(silent);
    }

    @Test
    void howOldTheLastHeartbeatLooksDoesNotMatter() {
        Owner old = row("a", OwnerState.ALIVE, -86_400);

        assertThat(observeFor(15, old)).isEmpty();
    }

    @Test
    void afterAGapEverybodyHasTheWholeTimeAgain() {
        Owner silent = row("a", OwnerState.ALIVE, 1);
        observeFor(12, silent);

        now += Duration.ofSeconds(60).toNanos();

        assertThat(observeFor(15, silent)).isEmpty();
        assertThat(observe(silent)).containsExactly(silent);
    }

    @Test
    void aServiceThatStoppedHasLonger() {
        Owner stopped = row("a", OwnerState.STOPPED, 1);

        assertThat(observeFor(600, stopped)).isEmpty();
        assertThat(observe(stopped)).containsExactly(stopped);
    }

    @Test
    void aServiceThatStopsOrComesBackBeginsAnew() {
        observeFor(15, row("a", OwnerState.ALIVE, 1));
        Owner back = new Owner("a", UUID.randomUUID(), OwnerState.ALIVE, false, Instant.EPOCH, Instant.EPOCH);

        assertThat(observeFor(15, back)).isEmpty();
    }

    @Test
    void aDeadServiceIsNamedAgainNowAndThen() {
        Owner dead = row("a", OwnerState.DEAD, 1);

        assertThat(observeFor(15, dead)).isEmpty();
        assertThat(observe(dead)).containsExactly(dead);
        assertThat(observeFor(13.5, dead)).isEmpty();
        assertThat(observe(dead)).containsExactly(dead);
    }

    @Test
    void aServiceDoesNotWatchItself() {
        Owner self = row("self", OwnerState.ALIVE, 1);

        assertThat(observeFor(60, self)).isEmpty();
    }

    @Test
    void everyServiceIsWatchedByItself() {
        Owner a = row("a", OwnerState.ALIVE, 1);
        observeFor(9, a, row("b", OwnerState.ALIVE, 1));

        assertThat(observeFor(6, a, row("b", OwnerState.ALIVE, 2))).isEmpty();
        assertThat(observe(a, row("b", OwnerState.ALIVE, 2))).containsExactly(a);
    }

    /** Looks every 1.5 s for so long; returns whoever was found dead. */
    private List<Owner> observeFor(double seconds, Owner... owners) {
        List<Owner> dead = new ArrayList<>();
        for (double passed = 0; passed < seconds; passed += 1.5) {
            dead.addAll(observe(owners));
        }
        return dead;
    }

    private List<Owner> observe(Owner... owners) {
        List<Owner> dead = watch.observe(Arrays.asList(owners), now);
        now += Duration.ofMillis(1_500).toNanos();
        return dead;
    }

    private static Owner row(String name, OwnerState state, int seen) {
        return new Owner(name, INCARNATION, state, false, Instant.EPOCH, Instant.EPOCH.plusSeconds(seen));
    }
}
