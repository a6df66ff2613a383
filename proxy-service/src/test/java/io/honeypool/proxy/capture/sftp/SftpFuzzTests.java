package io.honeypool.proxy.capture.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.fixture.Messages;
import java.util.Arrays;

/**
 * Both sides of SFTP. An input is a list of pieces, each behind its length in two bytes; the first byte of a piece says
 * whose it is.
 */
class SftpFuzzTests {

    /** Whatever is sent, files that were begun are closed, and where it is cut changes nothing. */
    @FuzzTest
    void stream(byte[] input) {
        SftpConversation whole = play(input, Integer.MAX_VALUE / 2);
        SftpConversation pieces = play(input, 3);

        assertThat(pieces.end().files()).isEqualTo(whole.end().files());
        assertThat(pieces.files().told()).isEqualTo(whole.files().told());
        assertThat(whole.files().open()).isZero();
    }

    private static SftpConversation play(byte[] input, int size) {
        SftpConversation conversation = new SftpConversation(size);
        Messages pieces = new Messages(input);
        while (pieces.hasNext()) {
            byte[] piece = pieces.next();
            if (piece.length == 0) {
                continue;
            }
            byte[] bytes = Arrays.copyOfRange(piece, 1, piece.length);
            if (piece[0] % 2 == 0) {
                conversation.ask(bytes);
            } else {
                conversation.answer(bytes);
            }
        }
        return conversation;
    }
}
