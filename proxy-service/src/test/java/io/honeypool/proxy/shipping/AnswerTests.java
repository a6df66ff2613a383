package io.honeypool.proxy.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTests {

    private static final Optional<String> NOTHING = Optional.empty();

    @Test
    void whoeverIsAskedHasItOrWantsIt() {
        assertThat(Answer.toHead(204, NOTHING)).isInstanceOf(Answer.Taken.class);
        assertThat(Answer.toHead(404, NOTHING)).isInstanceOf(Answer.Wanted.class);
        assertThat(Answer.toHead(400, NOTHING)).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204})
    void whatIsThereIsTaken(int status) {
        assertThat(Answer.toPut(status, NOTHING)).isInstanceOf(Answer.Taken.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatIsNotRightOrTooLongIsRefusedForGood(int status) {
        assertThat(Answer.toPut(status, NOTHING))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).contains(Integer.toString(status)));
    }

    /** Among these are a pool that does not know such calls yet, and whatever else answers in its place. */
    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401, 403, 405, 429, 500, 502, 503})
    void everythingElseIsWorthAnotherTry(int status) {
        Answer later = new Answer.Later("answered with status " + status, Duration.ZERO);

        assertThat(Answer.toPut(status, NOTHING)).isEqualTo(later);
        assertThat(Answer.toHead(status, NOTHING)).isEqualTo(later);
    }

    @Test
    void onlyThePutOfSomethingUnknownIsWorthAnotherTry() {
        assertThat(Answer.toPut(404, NOTHING)).isInstanceOf(Answer.Later.class);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "' 30 ',30", "0,0", "3600,3600", "999999999,3600", "1000000000000,0", "-1,0", "soon,0", "'',0"})
    void whoeverSaysWhenIsHeard(String said, long seconds) {
        assertThat(Answer.toPut(503, Optional.of(said)))
                .isEqualTo(new Answer.Later("answered with status 503", Duration.ofSeconds(seconds)));
    }

    @Test
    void whoeverHasNoRoomIsLeftAloneForLonger() {
        assertThat(Answer.toPut(507, NOTHING)).isEqualTo(new Answer.Later("answered with status 507", Answer.NO_ROOM));
    }
}
