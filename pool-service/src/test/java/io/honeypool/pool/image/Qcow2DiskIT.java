package io.honeypool.pool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.honeypool.pool.testing.Ext4Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of overlays is what QEMU's own tools read. */
class Qcow2DiskIT {

    private static final int SIZE = 3 << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"65536, false", "65536, true", "512, false", "4096, true", "2097152, false"})
    void aChainReadsAsQemuReadsIt(int cluster, boolean compressed) throws IOException, InterruptedException {
        Path overlay = chain(cluster, compressed);
        Path whole = directory.resolve("whole.raw");
        Ext4Image.run(List.of("qemu-img", "convert", "-f", "qcow2", "-O", "raw", overlay.toString(), whole.toString()));
        byte[] expected = Files.readAllBytes(whole);

        try (Qcow2Disk disk = Qcow2Disk.open(OverlayChain.of(overlay))) {
            assertThat(disk.size()).isEqualTo(expected.length);
            assertThat(read(disk, 0, expected.length)).isEqualTo(expected);
            Random random = new Random(cluster);
            for (int i = 0; i < 200; i++) {
                int at = random.nextInt(expected.length);
                int length = Math.min(random.nextInt(200_000), expected.length - at);
                assertThat(read(disk, at, length)).isEqualTo(Arrays.copyOfRange(expected, at, at + length));
            }
            assertThat(read(disk, expected.length - 10, 20)).endsWith(new byte[10]);
            assertThat(read(disk.base().orElseThrow(), SIZE, 10)).containsOnly(0);
        }
    }

    @Test
    void whatWasWrittenIsToldFromWhatWasThere() throws IOException, InterruptedException {
        Path overlay = chain(65_536, false);

        try (Qcow2Disk disk = Qcow2Disk.open(OverlayChain.of(overlay))) {
            assertThat(disk.isOwn(0, 65_536)).isFalse();
            assertThat(disk.isOwn(131_072, 1)).isTrue();
            assertThat(disk.isOwn(0, SIZE)).isTrue();
            assertThat(disk.base().orElseThrow().isOwn(0, 1)).isTrue();
        }
    }

    @Test
    void aFileThatSaysNonsenseIsRefusedOrReadsAsSomething() throws IOException, InterruptedException {
        Path overlay = chain(65_536, true);
        byte[] good = Files.readAllBytes(overlay);
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i < 4; i++) {
                bad[20 + random.nextInt(i == 0 ? 60 : good.length - 20)] = (byte) random.nextInt();
            }
            Files.write(overlay, bad, StandardOpenOption.TRUNCATE_EXISTING);
            try (Qcow2Disk disk = Qcow2Disk.open(OverlayChain.of(overlay))) {
                read(disk, random.nextInt(SIZE), 100_000);
            } catch (IOException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void featuresThatAreNotReadAreRefused() throws IOException, InterruptedException {
        Path disk = directory.resolve("new.qcow2");
        Ext4Image.run(List.of(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-o",
                "extended_l2=on,cluster_size=128k",
                disk.toString(),
                "1M"));

        assertThatIOException()
                .isThrownBy(() -> Qcow2Disk.open(OverlayChain.of(disk)))
                .withMessageContaining("features that are not read here");
    }

    /** A base with random bytes, and an overlay that is larger, with writes, zeros and nothing. */
    private Path chain(int cluster, boolean compressed) throws IOException, InterruptedException {
        byte[] content = new byte[SIZE];
        new Random(1).nextBytes(content);
        Arrays.fill(content, 1_000_000, 1_700_000, (byte) 'x');
        Path raw = Files.write(directory.resolve("base.raw"), content);
        Path base = directory.resolve("base.qcow2");
        Ext4Image.qcow2(
                raw,
                base,
                compressed
                        ? new String[] {"-c", "-o", "cluster_size=" + cluster}
                        : new String[] {"-o", "cluster_size=" + cluster});
        Path overlay = directory.resolve("overlay.qcow2");
        Ext4Image.run(List.of(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-F",
                "qcow2",
                "-b",
                base.toString(),
                "-o",
                "cluster_size=" + cluster,
                overlay.toString(),
                "5M"));
        Ext4Image.run(List.of(
                "qemu-io",
                "-f",
                "qcow2",
                "-c",
                "write -P 7 131072 70000",
                "-c",
                "write -z 2097152 1048576",
                "-c",
                "write -P 9 4194304 100",
                overlay.toString()));
        return overlay;
    }

    private static byte[] read(DiskView disk, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        disk.read(at, bytes);
        return bytes.array();
    }
}
