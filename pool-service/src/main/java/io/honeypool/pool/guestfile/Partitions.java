package io.honeypool.pool.guestfile;

import io.honeypool.pool.image.DiskView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Finds where partitions begin: four primary ones, or those of a GUID table. */
final class Partitions {

    private static final int SECTOR = 512;
    private static final int FIRST_ENTRY = 446;
    private static final int PROTECTIVE = 0xEE;
    private static final long GUID_TABLE = 0x5452415020494645L;
    private static final int MOST = 128;

    private Partitions() {}

    /** Where on the disk partitions begin; none if it has no table. */
    static List<Long> of(DiskView disk) throws IOException {
        ByteBuffer first = read(disk, 0, SECTOR);
        List<Long> starts = new ArrayList<>();
        if (Short.toUnsignedInt(first.getShort(SECTOR - 2)) != 0xAA55) {
            return starts;
        }
        for (int at = FIRST_ENTRY; at < FIRST_ENTRY + 64; at += 16) {
            int type = Byte.toUnsignedInt(first.get(at + 4));
            if (type == PROTECTIVE) {
                return ofGuidTable(disk);
            }
            if (type != 0) {
                add(Integer.toUnsignedLong(first.getInt(at + 8)), disk, starts);
            }
        }
        return starts;
    }

    private static List<Long> ofGuidTable(DiskView disk) throws IOException {
        ByteBuffer header = read(disk, SECTOR, SECTOR);
        List<Long> starts = new ArrayList<>();
        int size = header.getInt(84);
        long table = header.getLong(72);
        if (header.getLong(0) != GUID_TABLE || size < 128 || size > 4096 || table < 2 || table >= sectors(disk)) {
            return starts;
        }
        int count = Math.clamp(header.getInt(80), 0, MOST);
        ByteBuffer entries = read(disk, table * SECTOR, count * size);
        for (int i = 0; i < count; i++) {
            if (entries.getLong(i * size) != 0 || entries.getLong(i * size + 8) != 0) {
                add(entries.getLong(i * size + 32), disk, starts);
            }
        }
        return starts;
    }

    private static void add(long sector, DiskView disk, List<Long> starts) {
        if (sector > 0 && sector < sectors(disk)) {
            starts.add(sector * SECTOR);
        }
    }

    private static long sectors(DiskView disk) {
        return disk.size() / SECTOR;
    }

    private static ByteBuffer read(DiskView disk, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        disk.read(offset, bytes);
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }
}
