package io.honeypool.pool.evidencefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.evidencefile.UploadTurns.Turn;
import org.junit.jupiter.api.Test;

class UploadTurnsTests {

    @Test
    void oneSensorTakesHalfAndLeavesTheRestToOthers() {
        UploadTurns turns = new UploadTurns(3);
        assertThat(turns.take("a")).isPresent();
        assertThat(turns.take("a")).isPresent();
        assertThat(turns.take("a")).isEmpty();
        assertThat(turns.take("b")).isPresent();
        assertThat(turns.take("c")).isEmpty();
    }

    @Test
    void whatIsGivenBackCanBeTaken() {
        UploadTurns turns = new UploadTurns(1);
        Turn turn = turns.take("a").orElseThrow();
        assertThat(turns.take("b")).isEmpty();
        turn.close();
        assertThat(turns.take("b")).isPresent();
    }
}
