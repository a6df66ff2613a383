package io.honeypool.proxy.ssh.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.ssh.landing.Accounts.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTests {

    @Test
    void theLastLineIsTheAnswer() {
        assertThat(Answer.in("made\n")).contains(Answer.MADE);
        assertThat(Answer.in("You have mail\nuseradd: warning\npassword-set\n\n"))
                .contains(Answer.PASSWORD_SET);
        assertThat(Answer.in("system-account")).contains(Answer.SYSTEM_ACCOUNT);
        assertThat(Answer.in("not-root\n")).contains(Answer.NOT_ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "made\nbut", "made it", "MADE", "useradd: cannot lock /etc/passwd\n"})
    void anythingElseIsNone(String output) {
        assertThat(Answer.in(output)).isEmpty();
    }

    @Test
    void aGuestThatPrintsWithoutEndIsCutOff() throws IOException {
        try (BoundedOutput output = new BoundedOutput(6)) {
            output.write("made".getBytes(StandardCharsets.UTF_8));
            output.write('\n');

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> output.write(new byte[] {'x', 'y'}));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> output.write('z'));

            assertThat(output.text()).isEqualTo("made\nx");
        }
    }
}
