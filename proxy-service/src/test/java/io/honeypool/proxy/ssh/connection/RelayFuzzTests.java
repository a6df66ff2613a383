package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What an attacker and its guest say to each other, in whatever order. */
class RelayFuzzTests {

    /**
     * The first byte chooses what becomes of forwarded connections. Each message behind it begins with who says it:
     * {@link RelayPlay} tells how. Whatever is said, neither peer hears of a channel that it did not name itself, and
     * when both have closed what they have, nothing is left.
     */
    @FuzzTest
    void conversation(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        RelayPlay play = new RelayPlay(input[0]);

        play.perform(input);
        play.closeEverything();

        assertThat(play.channelsLeft()).isZero();
        assertThat(play.isReadingStopped()).isFalse();
    }
}
