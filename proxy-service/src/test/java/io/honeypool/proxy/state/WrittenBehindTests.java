package io.honeypool.proxy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenBehindTests {

    @TempDir
    private Path directory;

    private final AtomicReference<String> content = new AtomicReference<>("first");

    @Test
    void theFileFollowsWhatChanges() {
        Path file = directory.resolve("file");
        try (WrittenBehind written = start(file)) {
            written.changed();
            await().until(() -> Files.exists(file) && read(file).equals("first"));

            content.set("second");
            written.changed();
            await().until(() -> read(file).equals("second"));
        }
    }

    @Test
    void whatWasNotWrittenIsWrittenAtTheEnd() throws IOException {
        Path file = directory.resolve("file");
        WrittenBehind written = start(file);
        written.changed();
        written.close();

        assertThat(read(file)).isEqualTo("first");
    }

    @Test
    void whatDidNotChangeIsNotWritten() {
        Path file = directory.resolve("file");
        start(file).close();

        assertThat(file).doesNotExist();
    }

    @Test
    void whatCannotBeWrittenIsTriedAgain() throws IOException {
        Path obstacle = Files.writeString(directory.resolve("obstacle"), "");
        Path file = obstacle.resolve("file");
        AtomicInteger asked = new AtomicInteger();
        try (WrittenBehind written = WrittenBehind.start(file, () -> new byte[asked.incrementAndGet()])) {
            written.changed();
            await().until(() -> asked.get() == 2);

            Files.delete(obstacle);
            await().until(() -> Files.exists(file));
        }
    }

    private WrittenBehind start(Path file) {
        return WrittenBehind.start(file, () -> content.get().getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
