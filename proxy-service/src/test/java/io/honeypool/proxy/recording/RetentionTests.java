package io.honeypool.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.shipping.EvidenceKind;
import io.honeypool.proxy.shipping.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTests {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final int SIZE = 10_000;

    @TempDir
    private Path root;

    private final List<EvidenceKind> unsent = new ArrayList<>();
    private final Outbox outbox = new Outbox() {
        @Override
        public void add(EvidenceKind kind, Path file) {
            throw new AssertionError("nothing is new");
        }

        @Override
        public void expired(EvidenceKind kind) {
            unsent.add(kind);
        }
    };

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
    void whatWasSentGoesBeforeWhatIsNowhereElse() throws IOException {
        List<Path> files = List.of(
                stored("2026-01-28", "a.cast.gz", Duration.ofDays(4)),
                stored("2026-01-29", "b.cast.gz", Duration.ofDays(3)),
                stored("2026-01-29", "b.tty", Duration.ofDays(3)),
                stored("2026-01-30", "c.cast.gz", Duration.ofDays(2)),
                stored("2026-01-30", "d.cast.gz", Duration.ofDays(1)));
        Path mark = stored("2026-01-29", "b.cast.gz.sent", Duration.ofDays(1));
        Path other = stored("2026-01-30", "d.cast.gz.sent", Duration.ofDays(1));

        sweep(Duration.ZERO, 3 * SIZE);

        assertThat(files).filteredOn(Files::exists).containsExactly(files.get(0), files.get(3), files.get(4));
        assertThat(mark).doesNotExist();
        assertThat(other).exists();
        assertThat(unsent).isEmpty();
    }

    @Test
    void whatIsTooOldGoesWhetherItWasSentOrNot() throws IOException {
        stored("2026-01-01", "a.cast.gz", Duration.ofDays(30));
        stored("2026-01-01", "a.tty", Duration.ofDays(30));
        stored("2026-01-02", "b.cast.gz", Duration.ofDays(29));
        stored("2026-01-02", "b.cast.gz.sent", Duration.ofDays(29));
        stored("2026-01-03", "c.cast.gz", Duration.ofDays(28));
        stored("2026-01-03", "c.cast.gz.refused", Duration.ofDays(28));
        Path young = stored("2026-01-31", "d.cast.gz", Duration.ofDays(1));

        sweep(Duration.ofDays(10), 0);

        assertThat(root).isDirectoryNotContaining(day -> !day.equals(young.getParent()));
        assertThat(unsent).containsExactly(EvidenceKind.RECORDING);
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
        new Retention(
                        root,
                        age,
                        quota,
                        new RecordingObserver() {
                            @Override
                            public void stored(long bytes) {
                                left.set(bytes);
                            }
                        },
                        outbox)
                .sweep(NOW);
        return left.get();
    }

    private Path stored(String day, String name, Duration age) throws IOException {
        Path file = Files.createDirectories(root.resolve(day)).resolve(name);
        Files.write(file, new byte[SIZE]);
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
