package io.honeypool.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class TryFileFuzzTests {

    private static final TriesSettings SETTINGS = new TriesSettings(2, 3, 4, 2);

    @TempDir
    private static Path directory;

    /** The file says that it cannot be understood, or becomes a book within its bounds that is kept as it is. */
    @FuzzTest
    void content(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("tries.json"), content);
        TryBook book = new TryBook(SETTINGS, () -> 2);
        try {
            book.restore(TryFile.read(file));
        } catch (StateException e) {
            assertThat(e.getMessage()).contains("tries.json");
            return;
        }

        for (String source : List.of("192.0.2.7/32", "192.0.2.8/32", "a")) {
            boolean first = book.tried(source, "00");
            assertThat(book.tried(source, "00")).isEqualTo(first);
        }

        TryBook.Content kept = book.content();
        assertThat(kept.sources()).hasSizeLessThanOrEqualTo(SETTINGS.sources());
        assertThat(kept.winners()).hasSizeLessThanOrEqualTo(SETTINGS.sharedWinners());
        Files.write(file, TryFile.bytes(kept));
        assertThat(TryFile.read(file)).isEqualTo(kept);
    }
}
