package io.honeypool.proxy.ssh.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.ssh.persona.ProtocolViolation.Answer;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line was sent to OpenSSH 9.2's server, and this is what it did. */
class GreetingTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n",
                "SSH-2.0-x\n",
                "SSH-1.99-x\n",
                "SSH-2.1-x\r\n",
                "SSH-2.0- x\n",
                "SSH- 2. 0-x\r\n"
            })
    void isTaken(String line) throws ProtocolViolation {
        assertThat(Greeting.read(bytes(line))).isEqualTo(line.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "\r\n",
                "SSH-2.0\r\n",
                "SSH-2.0-\r\n",
                "SSH-2.0-x\ry\r\n",
                "SSH-2.0-a\0b\r\n",
                "ssh-2.0-x\r\n"
            })
    void isInvalid(String line) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Greeting.read(bytes(line)))
                .satisfies(violation -> {
                    assertThat(violation.answer()).isEqualTo(Answer.LINE);
                    assertThat(violation.text()).isEqualTo("Invalid SSH identification string.");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-1.5-x\r\n", "SSH-3.0-x\r\n", "SSH--2.0-x\r\n", "SSH-1.98-x\n"})
    void isOfAnotherVersion(String line) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Greeting.read(bytes(line)))
                .withMessage("Protocol major versions differ.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-Probe-x\r\n", "SSH-2.0-SSH_Version_Mapper\r\n"})
    void scannersGetNoAnswer(String line) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Greeting.read(bytes(line)))
                .satisfies(violation -> assertThat(violation.answer()).isEqualTo(Answer.NONE));
    }

    @Test
    void theRestIsWaitedFor() throws ProtocolViolation {
        ByteArrayBuffer begun = bytes("SSH-2.0-Op");

        assertThat(Greeting.read(begun)).isNull();
        assertThat(begun.available()).isEqualTo(10);
    }

    @Test
    void whatFollowsIsLeft() throws ProtocolViolation {
        ByteArrayBuffer more = bytes("SSH-2.0-x\r\n\0\0\0\f");
        Greeting.read(more);

        assertThat(more.available()).isEqualTo(4);
    }

    @Test
    void theLongestLineIsOpensshs() throws ProtocolViolation {
        assertThat(Greeting.read(bytes("SSH-2.0-" + "a".repeat(8184) + "\r\n"))).hasSize(8192);
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Greeting.read(bytes("SSH-2.0-" + "a".repeat(8185))));
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> Greeting.read(bytes("\r".repeat(20_000))));
    }

    private static ByteArrayBuffer bytes(String text) {
        return new ByteArrayBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
