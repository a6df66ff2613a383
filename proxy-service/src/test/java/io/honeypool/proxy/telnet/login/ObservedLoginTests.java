package io.honeypool.proxy.telnet.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedLoginTests {

    private final Stage stage = Stage.observed();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void everythingPassesAndTheGuestDecides(int size) {
        stage.shows("web01 login: ", size).types("ax\177").shows("ax\b \b", size);
        stage.types("\r\n").shows("\r\nPassword: ", size).types("no\r\n");
        stage.shows("\r\n", size).shows("\r\nLogin incorrect\r\nweb01 login: ", size);
        stage.types("root\r\n").shows("root\r\nPassword: ", size).types("yes\r\n");
        stage.shows("\r\nLast login: Sun\r\n# ", size).types("id\r\n");

        assertThat(stage.told).containsExactly("saw refused a/no", "saw accepted root/yes");
        assertThat(stage.guest()).isEqualTo("ax\177\r\nno\r\nroot\r\nyes\r\nid\r\n");
        assertThat(stage.shell()).isEqualTo("id\r\n");
    }

    @Test
    void linesTypedAheadAreSortedOut() {
        stage.types("root\r\nyes\r\nenable\r\nsh\r\n");
        assertThat(stage.guest()).isEqualTo("root\r\nyes\r\nenable\r\nsh\r\n");

        stage.shows("login: ").shows("root\r\nPassword: ").shows("\r\n# ");

        assertThat(stage.told).containsExactly("saw accepted root/yes", "ahead enable", "ahead sh");
    }

    @Test
    void aGuestWithoutALoginIsEntered() {
        stage.shows("BusyBox\r\n# ").types("id\r").silent(Duration.ofSeconds(1)).types("ls\r");

        assertThat(stage.told).containsExactly("ahead id", "entered without login");
        assertThat(stage.shell()).isEqualTo("ls\r");
    }
}
