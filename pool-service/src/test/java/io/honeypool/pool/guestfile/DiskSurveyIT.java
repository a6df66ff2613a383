package io.honeypool.pool.guestfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.image.Qcow2Disk;
import io.honeypool.pool.testing.BytesDisk;
import io.honeypool.pool.testing.Ext4Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems that mke2fs and debugfs made, whole and broken, are read as those tools mean them. */
class DiskSurveyIT {

    private static final byte[] ELF = "\177ELF and so on".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    private Path directory;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t ext4",
                "-t ext4 -b 1024",
                "-t ext4 -I 128 -O ^metadata_csum,^64bit",
                "-t ext4 -O 64bit,metadata_csum,metadata_csum_seed -b 4096",
                "-t ext3 -b 1024",
                "-t ext2 -b 1024",
                "-t ext2 -b 4096 -I 256"
            })
    void everyFileIsFoundWithItsContent(String options) throws IOException, InterruptedException {
        byte[] large = random(20 << 20, 1);
        write("usr/bin/.x", ELF, "rwxr-xr-x");
        write("root/a.sh", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        write("srv/large", large, "rw-r--r--");
        write("srv/data", new byte[] {1}, "rw-r--r--");
        for (int i = 0; i < 600; i++) {
            write("many/a-name-that-is-long-enough-for-an-index-of-the-directory-" + i, new byte[] {2}, "rw-r--r--");
        }
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "64M", options.split(" ", -1));
        Ext4Image.run(List.of("sh", "-c", "e2fsck -fyD \"$0\" || [ $? -lt 4 ]", raw.toString()));

        DiskSurvey survey = survey(raw);

        Map<String, FoundFile> found = byPath(survey);
        assertThat(survey.troubles()).isEmpty();
        assertThat(found).hasSize(604);
        assertThat(found.values()).allMatch(FoundFile::fresh);
        assertThat(file(found, "/usr/bin/.x").kind()).isEqualTo(FileKind.PROGRAM);
        assertThat(file(found, "/root/a.sh").kind()).isEqualTo(FileKind.SCRIPT);
        assertThat(file(found, "/srv/data").kind()).isEqualTo(FileKind.OTHER);
        assertThat(file(found, "/usr/bin/.x").mode()).isEqualTo(0100755);
        assertThat(content(survey, file(found, "/usr/bin/.x"))).isEqualTo(ELF);
        assertThat(content(survey, file(found, "/srv/large"))).isEqualTo(large);
    }

    @Test
    void namesOfAnyBytesAreKeptAsBytes() throws IOException, InterruptedException {
        write("line\nbreak", ELF, "rw-r--r--");
        write("a".repeat(255), ELF, "rw-r--r--");
        write("'; rm -rf $HOME `id` \u202e", ELF, "rw-r--r--");
        write("plain", ELF, "rw-r--r--");
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "8M", "-t", "ext4");
        replaceName(raw, "plain", new byte[] {(byte) 0xff, '/', 1, (byte) 0xc0, '\n'});

        assertThat(byPath(survey(raw)))
                .containsOnlyKeys(
                        "/line\\x0abreak",
                        "/" + "a".repeat(255),
                        "/'; rm -rf $HOME `id` \\xe2\\x80\\xae",
                        "/\\xff/\\x01\\xc0\\x0a");
    }

    @Test
    void onlyWhatChangedSinceTheBaseIsFound() throws IOException, InterruptedException {
        write("bin/same", ELF, "rwxr-xr-x");
        write("bin/replaced", ELF, "rwxr-xr-x");
        write("bin/moved", ELF, "rwxr-xr-x");
        write("etc/touched", ELF, "rw-r--r--");
        Path base = Ext4Image.of(tree, directory.resolve("base.raw"), "32M", "-t", "ext4");
        Path raw = Files.copy(base, directory.resolve("raw"));
        Path local = Files.write(directory.resolve("local"), "#!/bin/sh\necho new".getBytes(StandardCharsets.UTF_8));
        Ext4Image.debugfs(
                raw,
                "cd /bin",
                "write " + local + " fresh",
                "ln fresh fresh-too",
                "rm replaced",
                "write " + local + " replaced",
                "ln moved /etc/moved",
                "unlink moved",
                "set_inode_field /etc/touched mode 0100755",
                "set_inode_field /etc/touched ctime @1700000000",
                "set_inode_field /bin/same atime @1700000000",
                "symlink loop loop",
                "mknod pipe p");

        try (Qcow2Disk disk = overlay(base, raw)) {
            DiskSurvey survey = DiskSurvey.of(disk, disk.base(), new TimeLimit(Duration.ofMinutes(1)));
            Map<String, FoundFile> found = byPath(survey);

            assertThat(found).containsOnlyKeys("/bin/fresh", "/bin/replaced", "/etc/touched");
            assertThat(file(found, "/bin/fresh").fresh()).isTrue();
            assertThat(file(found, "/bin/fresh").kind()).isEqualTo(FileKind.SCRIPT);
            assertThat(file(found, "/etc/touched").fresh()).isFalse();
            assertThat(file(found, "/etc/touched").changed().getEpochSecond()).isEqualTo(1_700_000_000);
            assertThat(content(survey, file(found, "/bin/replaced"))).isEqualTo(Files.readAllBytes(local));
        }
    }

    @Test
    void aFileThatWasRemovedWhileItWasOpenIsFoundWithoutName() throws IOException, InterruptedException {
        Path base = Ext4Image.of(tree, directory.resolve("base.raw"), "16M", "-t", "ext4");
        Path raw = Files.copy(base, directory.resolve("raw"));
        Path local = Files.write(directory.resolve("local"), ELF);
        Ext4Image.debugfs(raw, "write " + local + " gone", "set_inode_field /gone links_count 0", "unlink /gone");

        try (Qcow2Disk disk = overlay(base, raw)) {
            DiskSurvey survey = DiskSurvey.of(disk, disk.base(), new TimeLimit(Duration.ofMinutes(1)));

            assertThat(survey.found()).hasSize(1);
            assertThat(survey.found().getFirst().path()).isNull();
            assertThat(content(survey, survey.found().getFirst())).isEqualTo(ELF);
        }
    }

    @Test
    void aSparseFileIsReadAsZerosAndASizeBeyondAllIsOnlyTold() throws IOException, InterruptedException {
        Path sparse = tree.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(3 << 20);
            file.seek(1 << 20);
            file.write(ELF);
        }
        write("huge", ELF, "rw-r--r--");
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "16M", "-t", "ext4");
        Ext4Image.debugfs(raw, "set_inode_field /huge size 1099511627776");

        DiskSurvey survey = survey(raw);
        Map<String, FoundFile> found = byPath(survey);

        assertThat(content(survey, file(found, "/sparse"))).isEqualTo(Files.readAllBytes(sparse));
        assertThat(file(found, "/huge").size()).isEqualTo(1L << 40);
        assertThat(file(found, "/huge").kind()).isEqualTo(FileKind.PROGRAM);
        assertThatIOException().isThrownBy(() -> content(survey, file(found, "/huge")));
    }

    @Test
    void whatOnlyTheJournalHasIsRead() throws IOException, InterruptedException {
        byte[] older = random(4_096, 1);
        write("file", older, "rw-r--r--");
        write("revoked", older, "rw-r--r--");
        write("escaped", older, "rw-r--r--");
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "32M", "-t", "ext4", "-b", "4096");
        byte[] newer = random(4_096, 2);
        byte[] escaped = random(4_096, 3);
        System.arraycopy(new byte[] {(byte) 0xC0, 0x3B, 0x39, (byte) 0x98}, 0, escaped, 0, 4);
        Path block = Files.write(directory.resolve("block"), newer);
        Path magic = Files.write(directory.resolve("magic"), escaped);
        Ext4Image.debugfs(
                raw,
                "journal_open -c",
                "journal_write -b " + blockOf(raw, "/file") + " " + block,
                "journal_write -b " + blockOf(raw, "/revoked") + " " + block,
                "journal_write -r " + blockOf(raw, "/revoked"),
                "journal_write -b " + blockOf(raw, "/escaped") + " " + magic,
                "journal_close");

        DiskSurvey survey = survey(raw);
        Map<String, FoundFile> found = byPath(survey);

        assertThat(content(survey, file(found, "/file"))).isEqualTo(newer);
        assertThat(content(survey, file(found, "/revoked"))).isEqualTo(older);
        assertThat(content(survey, file(found, "/escaped"))).isEqualTo(escaped);
        Path replayed = Files.copy(raw, directory.resolve("replayed"));
        Ext4Image.run(List.of("sh", "-c", "e2fsck -fy -E journal_only \"$0\" || [ $? -lt 4 ]", replayed.toString()));
        DiskSurvey after = survey(replayed);
        for (FoundFile file : survey.found()) {
            assertThat(content(after, file)).isEqualTo(content(survey, file));
        }
    }

    @Test
    void fileSystemsInPartitionsAreFound() throws IOException, InterruptedException {
        write("file", ELF, "rw-r--r--");
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "8M", "-t", "ext4");
        byte[] disk = new byte[(1 << 20) + (8 << 20)];
        disk[510] = 0x55;
        disk[511] = (byte) 0xAA;
        disk[446 + 4] = (byte) 0x83;
        disk[446 + 9] = 8;
        System.arraycopy(Files.readAllBytes(raw), 0, disk, 1 << 20, 8 << 20);

        DiskSurvey survey = survey(disk, Duration.ofMinutes(1));

        assertThat(byPath(survey)).containsOnlyKeys("/file");
        assertThat(content(survey, survey.found().getFirst())).isEqualTo(ELF);
    }

    @Test
    void withoutASuperblockThereIsNothingAndItIsSaid() throws IOException, InterruptedException {
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "8M", "-t", "ext4");
        byte[] disk = Files.readAllBytes(raw);
        Arrays.fill(disk, 1_024, 2_048, (byte) 0);

        DiskSurvey survey = survey(disk, Duration.ofMinutes(1));

        assertThat(survey.isReadable()).isFalse();
        assertThat(survey.troubles()).hasSize(1).first().asString().contains("no file system");
    }

    @Test
    void directoriesThatContainThemselvesEnd() throws IOException, InterruptedException {
        write("a/b/file", ELF, "rw-r--r--");
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "8M", "-t", "ext4");
        Ext4Image.debugfs(raw, "ln /a /a/b/again", "ln / /a/b/root");

        assertThat(byPath(survey(raw))).containsOnlyKeys("/a/b/file");
    }

    @Test
    void whenTheTimeIsOverWhatWasFoundCounts() throws IOException, InterruptedException {
        write("file", ELF, "rw-r--r--");
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "8M", "-t", "ext4");
        TimeLimit limit = new TimeLimit(Duration.ofMinutes(1));
        DiskSurvey survey = DiskSurvey.of(new BytesDisk(Files.readAllBytes(raw)), Optional.empty(), limit);
        limit.allow(0);

        assertThatIOException().isThrownBy(() -> content(survey, survey.found().getFirst()));
        assertThatIOException()
                .isThrownBy(() -> survey(Files.readAllBytes(raw), Duration.ZERO))
                .withMessageContaining("time");
    }

    /** Every round breaks some bytes of what says where things are; reading ends, and fails in one way only. */
    @ParameterizedTest
    @ValueSource(strings = {"-t ext4 -b 1024", "-t ext2 -b 1024", "-t ext4 -b 4096"})
    void brokenFileSystemsDoNoHarm(String options) throws IOException, InterruptedException {
        write("a/b/c/program", random(300_000, 4), "rwxr-xr-x");
        write("script", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), "rwxr-xr-x");
        Path raw = Ext4Image.of(tree, directory.resolve("raw"), "4M", options.split(" ", -1));
        byte[] good = Files.readAllBytes(raw);
        int[] telling = telling(good);
        Random random = new Random(options.hashCode());
        for (int round = 0; round < 1_500; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i <= random.nextInt(6); i++) {
                bad[telling[random.nextInt(telling.length)]] = (byte) random.nextInt();
            }
            try {
                DiskSurvey survey = survey(bad, Duration.ofSeconds(2));
                for (FoundFile file :
                        survey.found().subList(0, Math.min(20, survey.found().size()))) {
                    if (file.size() < 1 << 22) {
                        survey.write(file, OutputStream.nullOutputStream());
                    }
                }
            } catch (IOException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    /** Bytes that are not zero, those of the superblock first: most of a small file system is empty. */
    private static int[] telling(byte[] disk) {
        return IntStream.range(1_024, disk.length)
                .filter(at -> disk[at] != 0)
                .limit(30_000)
                .toArray();
    }

    private Qcow2Disk overlay(Path base, Path raw) throws IOException, InterruptedException {
        Path below = Ext4Image.qcow2(base, directory.resolve("base.qcow2"));
        return Qcow2Disk.open(OverlayChain.of(Ext4Image.overlay(raw, below, directory.resolve("overlay.qcow2"))));
    }

    private static DiskSurvey survey(Path raw) throws IOException {
        return survey(Files.readAllBytes(raw), Duration.ofMinutes(1));
    }

    private static DiskSurvey survey(byte[] disk, Duration limit) throws IOException {
        return DiskSurvey.of(new BytesDisk(disk), Optional.empty(), new TimeLimit(limit));
    }

    private static Map<String, FoundFile> byPath(DiskSurvey survey) {
        return survey.found().stream()
                .collect(Collectors.toMap(file -> String.valueOf(file.path()), Function.identity()));
    }

    private static FoundFile file(Map<String, FoundFile> found, String path) {
        return Objects.requireNonNull(found.get(path));
    }

    private static byte[] content(DiskSurvey survey, FoundFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        survey.write(file, out);
        return out.toByteArray();
    }

    private static String blockOf(Path raw, String path) throws IOException, InterruptedException {
        return Ext4Image.run(List.of("debugfs", "-R", "bmap " + path + " 0", raw.toString()))
                .lines()
                .filter(line -> line.matches("\\d+"))
                .findFirst()
                .orElseThrow();
    }

    /** Puts bytes that no name of the host's may have into an entry of a directory. */
    private static void replaceName(Path raw, String name, byte[] bytes) throws IOException {
        byte[] disk = Files.readAllBytes(raw);
        byte[] before = name.getBytes(StandardCharsets.UTF_8);
        int replaced = 0;
        for (int at = 8; at < disk.length - before.length; at++) {
            if (disk[at - 2] == before.length
                    && Arrays.equals(disk, at, at + before.length, before, 0, before.length)) {
                System.arraycopy(bytes, 0, disk, at, bytes.length);
                replaced++;
            }
        }
        assertThat(replaced).isPositive();
        Files.write(raw, disk);
    }

    private void write(String path, byte[] content, String permissions) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
