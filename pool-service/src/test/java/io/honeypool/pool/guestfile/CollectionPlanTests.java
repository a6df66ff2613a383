package io.honeypool.pool.guestfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.settings.GuestFileSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CollectionPlanTests {

    @Test
    void programsComeFirstThenScriptsThenTheRest() {
        FoundFile program = file(1, "/tmp/a", FileKind.PROGRAM, true, 10);
        FoundFile script = file(2, "/tmp/b", FileKind.SCRIPT, true, 10);
        FoundFile executable = file(3, "/tmp/c", FileKind.EXECUTABLE, true, 10);
        FoundFile other = file(4, "/tmp/d", FileKind.OTHER, true, 10);

        assertThat(plan(100, 100, other, script, executable, program).files())
                .containsExactly(program, script, executable, other);
    }

    @Test
    void newFilesComeBeforeChangedOnesAndLateOnesBeforeEarlyOnes() {
        FoundFile changed = file(90, "/bin/ls", FileKind.PROGRAM, false, 10);
        FoundFile early = file(1, "/tmp/a", FileKind.PROGRAM, true, 10);
        FoundFile late = file(2, "/tmp/b", FileKind.PROGRAM, true, 10);

        assertThat(plan(100, 100, changed, early, late).files()).containsExactly(late, early, changed);
    }

    @Test
    void logsAreNotCollectedButProgramsAmongThemAre() {
        FoundFile log = file(1, "/var/log/syslog", FileKind.OTHER, false, 10);
        FoundFile hidden = file(2, "/var/log/.x", FileKind.PROGRAM, true, 10);
        FoundFile nameless = file(3, null, FileKind.OTHER, true, 10);

        CollectionPlan plan = plan(100, 100, log, hidden, nameless);

        assertThat(plan.files()).containsExactly(hidden, nameless);
        assertThat(plan.leftOut()).isZero();
    }

    @Test
    void aFileThatIsTooLargeIsToldAndTakesNoRoom() {
        FoundFile large = file(1, "/tmp/a", FileKind.PROGRAM, true, 1L << 40);
        FoundFile small = file(2, "/tmp/b", FileKind.PROGRAM, true, 50);

        CollectionPlan plan = plan(100, 100, large, small);

        assertThat(plan.files()).containsExactly(small);
        assertThat(plan.tooLarge()).containsExactly(large);
    }

    @Test
    void whatDoesNotFitMakesWayForWhatDoes() {
        FoundFile first = file(3, "/tmp/a", FileKind.PROGRAM, true, 60);
        FoundFile second = file(2, "/tmp/b", FileKind.PROGRAM, true, 60);
        FoundFile third = file(1, "/tmp/c", FileKind.OTHER, true, 40);

        CollectionPlan plan = plan(100, 100, first, second, third);

        assertThat(plan.files()).containsExactly(first, third);
        assertThat(plan.leftOut()).isOne();
    }

    @Test
    void noPlanIsBeyondItsLimitsAndNoFileIsForgotten() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            List<FoundFile> found = new ArrayList<>();
            for (int i = 0; i < random.nextInt(60); i++) {
                found.add(file(
                        i,
                        random.nextInt(5) == 0 ? null : "/tmp/" + i,
                        List.of(FileKind.values()).get(random.nextInt(4)),
                        random.nextBoolean(),
                        1 + random.nextInt(150)));
            }
            int most = 1 + random.nextInt(30);

            CollectionPlan plan = plan(most, 700, found.toArray(FoundFile[]::new));
            Collections.shuffle(found, random);

            assertThat(plan(most, 700, found.toArray(FoundFile[]::new))).isEqualTo(plan);
            assertThat(plan.files().size() + plan.tooLarge().size()).isLessThanOrEqualTo(most);
            assertThat(plan.files().stream().mapToLong(FoundFile::size).sum()).isLessThanOrEqualTo(700);
            assertThat(plan.files()).allMatch(file -> file.size() <= 100);
            assertThat(plan.tooLarge()).allMatch(file -> file.size() > 100);
            assertThat(plan.files().size() + plan.tooLarge().size() + plan.leftOut())
                    .isEqualTo(found.size());
        }
    }

    @Test
    void theFirstBytesTellAProgram() {
        assertThat(FileKind.of(new byte[] {0x7f, 'E', 'L', 'F'}, 0100644)).isEqualTo(FileKind.PROGRAM);
        assertThat(FileKind.of(new byte[] {'#', '!', '/', 'b'}, 0100644)).isEqualTo(FileKind.SCRIPT);
        assertThat(FileKind.of(new byte[] {'M', 'Z', 1, 2}, 0100755)).isEqualTo(FileKind.EXECUTABLE);
        assertThat(FileKind.of(new byte[0], 0100644)).isEqualTo(FileKind.OTHER);
    }

    private static CollectionPlan plan(int mostFiles, long mostBytes, FoundFile... files) {
        return CollectionPlan.of(
                Arrays.asList(files),
                new GuestFileSettings(
                        true,
                        mostFiles,
                        DataSize.ofBytes(100),
                        DataSize.ofBytes(mostBytes),
                        Duration.ofSeconds(20),
                        List.of("/var/log"),
                        DataSize.ofGigabytes(1),
                        Duration.ofDays(1)));
    }

    private static FoundFile file(int number, @Nullable String path, FileKind kind, boolean fresh, long size) {
        return new FoundFile(
                0,
                number,
                path == null ? null : GuestPath.of(path),
                kind,
                fresh,
                0100755,
                1,
                size,
                Instant.EPOCH,
                Instant.ofEpochSecond(number));
    }
}
