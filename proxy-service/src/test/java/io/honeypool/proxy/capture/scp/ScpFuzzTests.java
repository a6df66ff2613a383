package io.honeypool.proxy.capture.scp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.capture.file.MemoryFiles;
import io.honeypool.proxy.fixture.Messages;
import java.nio.ByteBuffer;

/**
 * Both sides of the copy protocol. An input is a list of pieces, each behind its length in two bytes; the first byte of
 * a piece says whose it is.
 */
class ScpFuzzTests {

    /** Whatever is sent, files that were begun are closed, and where it is cut changes nothing. */
    @FuzzTest
    void stream(byte[] input) {
        for (boolean out : new boolean[] {true, false}) {
            MemoryFiles whole = play(input, out, Integer.MAX_VALUE);
            MemoryFiles pieces = play(input, out, 1);

            assertThat(pieces.files()).isEqualTo(whole.files());
            assertThat(pieces.told()).isEqualTo(whole.told());
            assertThat(whole.open()).isZero();
            assertThat(whole.told()).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static MemoryFiles play(byte[] input, boolean out, int size) {
        MemoryFiles files = new MemoryFiles();
        ScpParser parser = new ScpParser(out, "target", false, files);
        Messages pieces = new Messages(input);
        while (pieces.hasNext()) {
            byte[] piece = pieces.next();
            for (int i = 1; i < piece.length; i += Math.min(size, piece.length)) {
                ByteBuffer bytes = ByteBuffer.wrap(piece, i, Math.min(size, piece.length - i));
                if (piece[0] % 2 == 0) {
                    parser.input(bytes);
                } else {
                    parser.output(bytes);
                }
            }
        }
        parser.close();
        return files;
    }
}
