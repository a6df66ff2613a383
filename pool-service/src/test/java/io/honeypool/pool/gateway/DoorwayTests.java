package io.honeypool.pool.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DoorwayTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Doorway doorway = new Doorway(2, Duration.ofSeconds(10));

    @Test
    void whoTookTooLongIsPutOut() {
        Doorway.Visit early = doorway.enter(new Socket(), 0);
        Doorway.Visit late = doorway.enter(new Socket(), 5 * SECOND);

        doorway.putOutLate(10 * SECOND);
        assertThat(early.putOut()).isNull();
        doorway.putOutLate(10 * SECOND + 1);

        assertThat(early.putOut()).isEqualTo(Refusal.TOO_SLOW);
        assertThat(early.socket().isClosed()).isTrue();
        assertThat(late.putOut()).isNull();
        assertThat(doorway.size()).isEqualTo(1);
    }

    @Test
    void whoHasBeenThereLongestMakesWay() {
        Doorway.Visit first = doorway.enter(new Socket(), 0);
        Doorway.Visit second = doorway.enter(new Socket(), 1);
        Doorway.Visit third = doorway.enter(new Socket(), 2);

        assertThat(first.putOut()).isEqualTo(Refusal.CROWDED_OUT);
        assertThat(second.putOut()).isNull();
        assertThat(third.putOut()).isNull();
    }

    @Test
    void whoIsThroughIsLeftAlone() {
        Doorway.Visit visit = doorway.enter(new Socket(), 0);
        doorway.leave(visit);

        doorway.putOutLate(60 * SECOND);

        assertThat(visit.socket().isClosed()).isFalse();
        assertThat(doorway.size()).isZero();
    }

    @Test
    void theSocketToTheGuestGoesWithIt() throws java.io.IOException {
        Doorway.Visit visit = doorway.enter(new Socket(), 0);
        Socket guest = new Socket();
        visit.with(guest);
        doorway.putOutLate(60 * SECOND);
        Socket another = new Socket();
        visit.with(another);

        assertThat(guest.isClosed()).isTrue();
        assertThat(another.isClosed()).isTrue();
    }
}
