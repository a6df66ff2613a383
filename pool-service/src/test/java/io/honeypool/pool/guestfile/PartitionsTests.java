package io.honeypool.pool.guestfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.testing.BytesDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionsTests {

    private final byte[] bytes = new byte[1 << 20];
    private final ByteBuffer disk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void primaryPartitionsAreFound() throws IOException {
        sign();
        entry(0, 0x83, 64);
        entry(2, 0x82, 128);
        entry(3, 0x83, 1 << 30);

        assertThat(Partitions.of(disk())).containsExactly(64L * 512, 128L * 512);
    }

    @Test
    void partitionsOfAGuidTableAreFound() throws IOException {
        sign();
        entry(0, 0xEE, 1);
        disk.put(512, "EFI PART".getBytes(StandardCharsets.US_ASCII));
        disk.putLong(512 + 72, 2).putInt(512 + 80, 128).putInt(512 + 84, 128);
        disk.putLong(1024 + 128, 1).putLong(1024 + 128 + 32, 100);

        assertThat(Partitions.of(disk())).containsExactly(100L * 512);
    }

    @Test
    void aDiskWithoutATableHasNone() throws IOException {
        assertThat(Partitions.of(disk())).isEmpty();
        assertThat(Partitions.of(new BytesDisk(new byte[100]))).isEmpty();
    }

    @Test
    void aTableOfNonsenseIsReadWithoutHarm() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] noise = new byte[4_096];
            random.nextBytes(noise);
            disk.put(0, noise);
            sign();
            entry(0, round % 2 == 0 ? 0xEE : 0x83, random.nextInt());
            disk.put(512, "EFI PART".getBytes(StandardCharsets.US_ASCII));
            if (round % 3 == 0) {
                disk.putLong(512 + 72, 2).putInt(512 + 84, 128);
            }

            assertThat(Partitions.of(disk())).allMatch(start -> start > 0 && start < 1 << 20);
        }
    }

    private BytesDisk disk() {
        return new BytesDisk(bytes);
    }

    private void sign() {
        disk.putShort(510, (short) 0xAA55);
    }

    private void entry(int number, int type, int sector) {
        disk.put(446 + number * 16 + 4, (byte) type);
        disk.putInt(446 + number * 16 + 8, sector);
    }
}
