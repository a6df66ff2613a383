package io.honeypool.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTests {

    private final List<String> said = new ArrayList<>();
    private boolean willing = true;
    private final Backlog backlog = new Backlog(100, new Backlog.Source() {
        @Override
        public boolean pause() {
            said.add(willing ? "pause" : "no");
            return willing;
        }

        @Override
        public void resume() {
            said.add("resume");
        }
    });

    @Test
    void whatFitsPausesNobody() {
        backlog.add(60);
        backlog.gone(30);
        backlog.add(70);

        assertThat(said).isEmpty();
    }

    @Test
    void tooMuchPausesTheSourceUntilHalfOfItIsGone() {
        backlog.add(101);
        backlog.add(10);
        assertThat(said).containsExactly("pause");

        backlog.gone(60);
        assertThat(said).containsExactly("pause");

        backlog.gone(1);
        assertThat(said).containsExactly("pause", "resume");
    }

    @Test
    void aSourceThatDoesNotPauseIsAskedAgain() {
        willing = false;
        backlog.add(101);
        willing = true;
        backlog.add(1);

        assertThat(said).containsExactly("no", "pause");
    }

    @Test
    void aSourceThatMustBeReadIsReadWhateverWaits() {
        backlog.add(200);
        backlog.resume();
        backlog.resume();
        assertThat(said).containsExactly("pause", "resume");

        backlog.add(1);
        assertThat(said).containsExactly("pause", "resume", "pause");
    }
}
