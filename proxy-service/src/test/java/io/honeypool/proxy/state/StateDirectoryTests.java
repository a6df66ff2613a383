package io.honeypool.proxy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTests {

    @TempDir
    private Path directory;

    @Test
    void theIdentityIsMadeOnceAndKept() {
        Path root = directory.resolve("sensor");

        assertThat(StateDirectory.open(root).identity())
                .isEqualTo(StateDirectory.open(root).identity());
    }

    @Test
    void aBrokenIdentityIsNamed() throws IOException {
        Files.writeString(directory.resolve("uuid"), "nonsense");
        StateDirectory state = StateDirectory.open(directory);

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(state::identity)
                .withMessageContaining("holds no UUID");
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> StateDirectory.open(file.resolve("sensor")))
                .withMessageContaining("file/sensor");
    }

    @Test
    void writeReplacesAFileAndLeavesNothingBeside() throws IOException {
        Path file = directory.resolve("content");
        WholeFile.write(file, new byte[] {1});
        WholeFile.write(file, new byte[] {2, 3});

        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        assertThat(directory).isDirectoryContaining("glob:**content").isDirectoryNotContaining("glob:**.new");
    }
}
