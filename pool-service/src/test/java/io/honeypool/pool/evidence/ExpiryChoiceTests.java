package io.honeypool.pool.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.evidence.ExpiryChoice.OldSession;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryChoiceTests {

    private static final OldSession AGED = new OldSession("s", "1", true, 100);
    private static final OldSession OLD = new OldSession("s", "2", false, 100);
    private static final OldSession YOUNG = new OldSession("s", "3", false, 100);

    @Test
    void nothingIsDue() {
        assertThat(ExpiryChoice.of(List.of(), 1_000).sessions()).isEmpty();
        assertThat(ExpiryChoice.of(List.of(OLD, YOUNG), 0).sessions()).isEmpty();
        assertThat(ExpiryChoice.of(List.of(OLD, YOUNG), -1_000).sessions()).isEmpty();
    }

    @Test
    void whatIsTooOldGoesFirstAndAlone() {
        assertThat(ExpiryChoice.of(List.of(AGED, OLD, YOUNG), 10_000))
                .isEqualTo(new ExpiryChoice(ExpiryReason.AGE, List.of(AGED)));
    }

    @Test
    void theOldestMakeWayForAsLongAsThereIsTooMuch() {
        assertThat(ExpiryChoice.of(List.of(OLD, YOUNG), 1))
                .isEqualTo(new ExpiryChoice(ExpiryReason.QUOTA, List.of(OLD)));
        assertThat(ExpiryChoice.of(List.of(OLD, YOUNG), 100).sessions()).containsExactly(OLD);
        assertThat(ExpiryChoice.of(List.of(OLD, YOUNG), 101).sessions()).containsExactly(OLD, YOUNG);
        assertThat(ExpiryChoice.of(List.of(OLD, YOUNG), 1_000).sessions()).containsExactly(OLD, YOUNG);
    }
}
