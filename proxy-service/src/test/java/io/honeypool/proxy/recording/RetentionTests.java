package io.honeypool.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTests {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final int SIZE = 10_000;

    @TempDir
    private Path root;

    @Test
    void whatIsTooOldGoes() throws IOException {
        Path old = stored("2026-01-01", "a.cast.gz", Duration.ofDays(30));
        Path young = stored("2026-01-31", "b.cast.gz", Duration.ofHours(1));

        sweep(Duration.ofDays(10), 0);

        assertThat(old).doesNotExist();
        assertThat(old.getParent()).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void theOldestGoFirstUntilTheRestFits() throws IOException {
        List<Path> files = List.of(
                stored("2026-01-28", "a.cast.gz", Duration.ofDays(3)),
                stored("2026-01-29", "b.tty", Duration.ofDays(2)),
                stored("2026-01-30", "c.cast.gz", Duration.ofDays(1)));

        assertThat(sweep(Duration.ZERO, 2 * SIZE + 1)).isEqualTo(2 * SIZE);

        assertThat(files).filteredOn(Files::exists).containsExactly(files.get(1), files.get(2));
    }

    @Test
    void whatIsWrittenAndWhatIsNoRecordingStays() throws IOException {
        List<Path> files = List.of(
                stored("2026-01-01", "a.cast.part", Duration.ofDays(30)),
                stored("2026-01-01", "b.cast", Duration.ofDays(30)),
                stored("2026-01-01", "notes.txt", Duration.ofDays(30)));

        sweep(Duration.ofDays(1), 1);

        assertThat(files).allMatch(Files::exists);
    }

    private long sweep(Duration age, long quota) throws IOException {
        AtomicLong left = new AtomicLong();
        new Retention(root, age, quota, new RecordingObserver() {
                    @Override
                    public void stored(long bytes) {
                        left.set(bytes);
                    }
                })
                .sweep(NOW);
        return left.get();
    }

    private Path stored(String day, String name, Duration age) throws IOException {
        Path file = Files.createDirectories(root.resolve(day)).resolve(name);
        Files.write(file, new byte[SIZE]);
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
