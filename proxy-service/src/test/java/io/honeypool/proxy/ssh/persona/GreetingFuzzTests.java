package io.honeypool.proxy.ssh.persona;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

class GreetingFuzzTests {

    /** A line is the same in whatever pieces it comes, has nothing in it that ends one, and is bounded. */
    @FuzzTest
    void line(byte[] bytes) {
        Result whole = read(bytes, Math.max(1, bytes.length));

        assertThat(read(bytes, 1)).isEqualTo(whole);
        if (whole.line != null) {
            assertThat(whole.line).startsWith("SSH-").doesNotContain("\n", "\r", "\0");
            assertThat(whole.taken).isBetween(8, bytes.length);
            assertThat(bytes[whole.taken - 1]).isEqualTo((byte) '\n');
        } else if (whole.answer == null) {
            assertThat(whole.taken).isZero();
            assertThat(bytes).hasSizeLessThanOrEqualTo(2 * Greeting.LONGEST).doesNotContain('\n', 0);
        }
    }

    private static Result read(byte[] bytes, int piece) {
        Buffer buffer = new ByteArrayBuffer();
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                buffer.putRawBytes(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
                String line = Greeting.read(buffer);
                if (line != null) {
                    return new Result(line, null, buffer.rpos());
                }
            }
        } catch (ProtocolViolation e) {
            return new Result(null, e.answer() + " " + e.text(), 0);
        }
        return new Result(null, null, buffer.rpos());
    }

    private record Result(@Nullable String line, @Nullable String answer, int taken) {}
}
