package io.honeypool.pool.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.pool.settings.HoneypoolSettings;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OwnershipTests {

    private final Ownership ownership =
            new Ownership(new Binder(new MapConfigurationPropertySource(Map.of("honeypool.pool.name", "a")))
                    .bindOrCreate("honeypool", HoneypoolSettings.class));

    @Test
    void beforeTheFirstHeartbeatNothingIsOurs() {
        assertThatExceptionOfType(UnconfirmedOwnership.class)
                .isThrownBy(ownership::check)
                .withMessageContaining("the last heartbeat of a");
    }

    @Test
    void aHeartbeatHoldsForLessThanATakeoverNeeds() {
        ownership.confirm(UUID.randomUUID(), System.nanoTime());
        assertThatCode(ownership::check).doesNotThrowAnyException();

        ownership.confirm(
                UUID.randomUUID(),
                System.nanoTime() - Takeover.SILENCE.minusSeconds(1).toNanos());
        assertThatExceptionOfType(UnconfirmedOwnership.class).isThrownBy(ownership::check);
    }

    @Test
    void guestsAreHandedOutOnlyAfterTheyWereComparedWithTheHost() {
        assertThat(ownership.isServing()).isFalse();

        ownership.reconciled(ownership.incarnation());

        assertThat(ownership.isServing()).isTrue();
    }

    @Test
    void aComparisonThatBeganBeforeAReturnDoesNotCountAfterIt() {
        UUID lost = ownership.incarnation();
        ownership.confirm(UUID.randomUUID(), System.nanoTime());

        ownership.reconciled(lost);

        assertThat(ownership.isServing()).isFalse();
    }

    @Test
    void theOthersAreToldAtOnceThatGuestsCanBeHandedOut() throws InterruptedException {
        ownership.reconciled(ownership.incarnation());

        long begin = System.nanoTime();
        ownership.awaitNews(Duration.ofMinutes(1));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
}
