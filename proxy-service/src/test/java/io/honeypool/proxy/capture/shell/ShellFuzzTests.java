package io.honeypool.proxy.capture.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.capture.file.MemoryFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is typed at a shell or sent to a command. */
class ShellFuzzTests {

    /** Whatever is typed, files that were begun are closed, and where it is cut changes nothing. */
    @FuzzTest
    void typed(byte[] input) {
        for (boolean terminal : new boolean[] {true, false}) {
            MemoryFiles whole = type(ShellParser::shell, terminal, input, input.length);
            MemoryFiles pieces = type(ShellParser::shell, terminal, input, 1);

            assertThat(pieces.files()).isEqualTo(whole.files());
            assertThat(pieces.told()).isEqualTo(whole.told());
            assertThat(whole.open()).isZero();
        }
    }

    /** The same for a command line, of which the input is also what is sent to it. */
    @FuzzTest
    void command(byte[] input) {
        String command = new String(input, StandardCharsets.ISO_8859_1);
        assertThat(Purpose.of(command)).isNotNull();
        for (boolean terminal : new boolean[] {true, false}) {
            Begin begin = (files, withTerminal) -> ShellParser.command(command, files, withTerminal);
            MemoryFiles whole = type(begin, terminal, input, input.length);
            MemoryFiles pieces = type(begin, terminal, input, 1);

            assertThat(pieces.files()).isEqualTo(whole.files());
            assertThat(whole.open()).isZero();
        }
    }

    /** Begins to follow. */
    private interface Begin {

        ShellParser begin(MemoryFiles files, boolean terminal);
    }

    private static MemoryFiles type(Begin begin, boolean terminal, byte[] input, int size) {
        MemoryFiles files = new MemoryFiles();
        ShellParser parser = begin.begin(files, terminal);
        for (int i = 0; i < input.length; i += size) {
            parser.input(ByteBuffer.wrap(input, i, Math.min(size, input.length - i)));
        }
        parser.inputEnded();
        parser.close();
        return files;
    }
}
