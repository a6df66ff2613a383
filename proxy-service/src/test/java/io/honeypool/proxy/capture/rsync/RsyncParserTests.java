package io.honeypool.proxy.capture.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.capture.file.MemoryFiles;
import io.honeypool.proxy.capture.file.MemoryFiles.Found;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import io.honeypool.proxy.fixture.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rsync 3.2.7 said, kept as inputs of the fuzz test. */
class RsyncParserTests {

    private final MemoryFiles files = new MemoryFiles();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void aDirectoryIsSent(int pieces) throws IOException {
        play("upload", pieces, new RsyncParser(false, List.of("-logDtpre.iLsfxCIvu"), "/tmp/", files));

        assertThat(files.files())
                .containsExactly(
                        new Found(false, "/tmp/a", "hello", Set.of()),
                        new Found(false, "/tmp/empty", "", Set.of()),
                        new Found(false, "/tmp/d/b", "in d", Set.of()));
        assertThat(files.told()).isEmpty();
    }

    @Test
    void theGuestSendsInTheSameWay() throws IOException {
        play("download", 7, new RsyncParser(true, List.of("--sender", "-tre.iLsfxCIvu"), "/srv/", files));

        assertThat(files.files()).contains(new Found(true, "/srv/a", "hellO", Set.of()));
    }

    @Test
    void oneFileIsCalledAsItsTarget() throws IOException {
        play("one-file", 7, new RsyncParser(false, List.of("-te.LsfxCIvu", "--numeric-ids"), "/tmp/x", files));

        assertThat(files.files()).containsExactly(new Found(false, "/tmp/x", "hellO", Set.of()));
    }

    @Test
    void namesOfOwnersStandBehindAListOfAll() throws IOException {
        play("owners", 7, new RsyncParser(false, List.of("-logDtpe.LsfxCIvu"), "/tmp/", files));

        assertThat(files.files()).extracting(Found::path).contains("/tmp/empty");
        assertThat(files.told()).isEmpty();
        assertThat(files.open()).isZero();
    }

    @Test
    void whatTheReceiverHasIsMissing() throws IOException {
        play("changed", 7, new RsyncParser(false, List.of("-logDtpre.iLsfxCIvu", "--delete"), "/tmp/", files));

        assertThat(files.files()).anySatisfy(file -> assertThat(file.missing()).containsExactly(Missing.REST));
        assertThat(files.files()).contains(new Found(false, "/tmp/a", "hellO", Set.of()));
    }

    @Test
    void whatCannotBeReadIsToldOnce() throws IOException {
        play("upload", 7, new RsyncParser(false, List.of("-logDtprze.iLsfxCIvu"), "/tmp/", files));

        assertThat(files.files()).isEmpty();
        assertThat(files.told()).containsExactly("protocol /tmp/");
    }

    private static void play(String name, int size, RsyncParser parser) throws IOException {
        Messages pieces;
        try (InputStream in = RsyncParserTests.class.getResourceAsStream("RsyncFuzzTestsInputs/stream/" + name)) {
            pieces = new Messages(Objects.requireNonNull(in).readAllBytes());
        }
        while (pieces.hasNext()) {
            byte[] piece = pieces.next();
            for (int i = 1; i < piece.length; i += size) {
                ByteBuffer bytes = ByteBuffer.wrap(piece, i, Math.min(size, piece.length - i));
                if (piece[0] == 0) {
                    parser.input(bytes);
                } else {
                    parser.output(bytes);
                }
            }
        }
        parser.close();
    }
}
