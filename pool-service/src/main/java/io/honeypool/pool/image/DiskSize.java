package io.honeypool.pool.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads how large the disk in a qcow2 file is (qemu, docs/interop/qcow2.txt: bytes 24 to 31 of the header). */
final class DiskSize {

    private static final int MAGIC = 0x514649fb;
    private static final int BEFORE_SIZE = 20;

    private DiskSize() {}

    /** The size in bytes. */
    static long of(Path qcow2) throws IOException {
        try (DataInputStream header = new DataInputStream(Files.newInputStream(qcow2))) {
            if (header.readInt() != MAGIC) {
                throw new IOException(qcow2 + " is not a qcow2 file");
            }
            header.skipNBytes(BEFORE_SIZE);
            return header.readLong();
        }
    }
}
