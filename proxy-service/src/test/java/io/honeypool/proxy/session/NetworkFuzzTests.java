package io.honeypool.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class NetworkFuzzTests {

    /** A text is no network, and says so, or is one that holds its own address and can be written again. */
    @FuzzTest
    void cidr(byte[] input) {
        Network network;
        try {
            network = Network.of(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return;
        }

        assertThat(network.contains(network.base())).isTrue();
        assertThat(Network.of(network.toString())).isEqualTo(network);
    }
}
