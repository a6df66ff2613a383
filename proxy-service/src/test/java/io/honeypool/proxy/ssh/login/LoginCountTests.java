package io.honeypool.proxy.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoginCountTests {

    private final LoginCount count = new LoginCount(2);

    @Test
    void noneAtTheBeginningIsFree() {
        assertThat(refused("none")).isTrue();
        assertThat(refused("password")).isTrue();
        assertThat(refused("password")).isFalse();
    }

    @Test
    void noneLaterOnIsNot() {
        assertThat(refused("password")).isTrue();
        assertThat(refused("none")).isFalse();
    }

    @Test
    void anyMethodCounts() {
        assertThat(refused("publickey")).isTrue();
        assertThat(refused("hostbased")).isFalse();
    }

    @Test
    void requestsThatAreNeverRefusedEndAsWell() {
        for (int i = 0; i < 1024; i++) {
            assertThat(count.request()).isTrue();
        }

        assertThat(count.request()).isFalse();
    }

    private boolean refused(String method) {
        assertThat(count.request()).isTrue();
        return count.refused(method);
    }
}
