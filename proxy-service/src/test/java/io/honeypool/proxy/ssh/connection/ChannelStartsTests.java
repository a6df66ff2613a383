package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.ChannelTap;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelStartsTests {

    private final List<String> seen = new ArrayList<>();
    private final ChannelStarts starts = new ChannelStarts(start -> new Noting(start.number()));

    @Test
    void whatIsRefusedMakesRoomForTheNext() {
        ask(0);
        starts.answered(false);
        ask(1);
        input();
        starts.answered(true);
        starts.current().closed(0);

        assertThat(seen).containsExactly("0 refused", "0 closed", "1 input", "1 closed");
    }

    @Test
    void whatWasAskedForWithoutWaitingStartsWhenTheFirstIsRefused() {
        starts.asked();
        ask(0);
        ask(1);
        starts.answered(true);
        starts.answered(false);
        input();

        assertThat(seen).containsExactly("0 refused", "0 closed", "1 input");
    }

    @Test
    void nothingElseStartsWhileSomethingIsDone() {
        ask(0);
        ask(1);
        starts.answered(true);
        starts.answered(false);
        ask(2);
        starts.answered(false);
        input();

        assertThat(seen).containsExactly("0 input");
    }

    @Test
    void whatWantsNoAnswerIsTakenForDone() {
        starts.start(start(0), false);
        ask(1);
        starts.answered(false);
        input();

        assertThat(seen).containsExactly("0 input");
    }

    private void ask(int number) {
        starts.asked();
        starts.start(start(number), true);
    }

    private void input() {
        starts.current().input(ByteBuffer.allocate(1), 0);
    }

    private static ChannelStart start(int number) {
        return new ChannelStart(number, ChannelStart.Kind.EXEC, new byte[0], null, Map.of(), Instant.EPOCH, 0);
    }

    /** Notes what it is told. */
    private final class Noting implements ChannelTap {

        private final int number;

        Noting(int number) {
            this.number = number;
        }

        @Override
        public void input(ByteBuffer bytes, long nanos) {
            seen.add(number + " input");
        }

        @Override
        public void refused(long nanos) {
            seen.add(number + " refused");
        }

        @Override
        public void closed(long nanos) {
            seen.add(number + " closed");
        }
    }
}
