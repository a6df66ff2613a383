package io.honeypool.pool.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.owner.Takeover.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TakeoverTests {

    private static final UUID HOLDER = UUID.randomUUID();

    private final Takeover takeover = new Takeover();

    @Test
    void aNewNameIsTakenAtOnce() {
        assertThat(takeover.consider(Optional.empty(), 0)).isEqualTo(Step.REGISTER);
    }

    @ParameterizedTest
    @EnumSource(
            value = OwnerState.class,
            names = {"STOPPED", "DEAD"})
    void aNameWhoseHolderIsGoneIsTakenAtOnce(OwnerState state) {
        assertThat(takeover.consider(row(state, 0), 0)).isEqualTo(Step.REGISTER);
    }

    @Test
    void aHolderThatSaysNothingLosesTheNameAfterFiveSeconds() {
        assertThat(look(0, 10.0)).isEqualTo(Step.WAIT);
        assertThat(look(0, 14.9)).isEqualTo(Step.WAIT);
        assertThat(look(0, 15.0)).isEqualTo(Step.REGISTER);
    }

    @Test
    void aHolderThatGoesOnKeepsTheName() {
        assertThat(look(0, 10.0)).isEqualTo(Step.WAIT);
        assertThat(look(1, 11.5)).isEqualTo(Step.WAIT);
        assertThat(look(2, 13.0)).isEqualTo(Step.REFUSE);
    }

    @Test
    void theLastWordOfADyingHolderIsNotTakenForLife() {
        assertThat(look(0, 10.0)).isEqualTo(Step.WAIT);
        assertThat(look(1, 10.5)).isEqualTo(Step.WAIT);
        assertThat(look(1, 15.0)).isEqualTo(Step.WAIT);
        assertThat(look(1, 15.5)).isEqualTo(Step.REGISTER);
    }

    @Test
    void howOldTheRowLooksDoesNotMatter() {
        assertThat(look(-86_400, 10.0)).isEqualTo(Step.WAIT);
        assertThat(look(86_400, 11.0)).isEqualTo(Step.WAIT);
    }

    private Step look(int seen, double seconds) {
        return takeover.consider(row(OwnerState.ALIVE, seen), Math.round(seconds * 1e9));
    }

    private static Optional<Owner> row(OwnerState state, int seen) {
        return Optional.of(new Owner("a", HOLDER, state, false, Instant.EPOCH, Instant.EPOCH.plusSeconds(seen)));
    }
}
