package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class RedirectFuzzTests {

    /** A text is no redirection, and says so, or is one that can be written again. */
    @FuzzTest
    void form(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Redirect redirect;
        try {
            redirect = Redirect.valueOf(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }

        assertThat(redirect.port()).isBetween(1, 65_535);
        assertThat(redirect.targetPort()).isBetween(1, 65_535);
        assertThat(redirect.host()).isNotEmpty().doesNotContainAnyWhitespaces().doesNotContain("[", "]", "=");
        String host = redirect.host().contains(":") ? "[" + redirect.host() + "]" : redirect.host();
        assertThat(Redirect.valueOf(redirect.port() + "=" + host + ":" + redirect.targetPort()))
                .isEqualTo(redirect);
    }
}
