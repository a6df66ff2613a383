package io.honeypool.pool.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the first cluster of a qcow2 file says (QEMU's docs/interop/qcow2.txt). It is read here, not by QEMU's tools,
 * because those open whatever file the header names.
 *
 * @param backingFile the file that it lies on, if any
 * @param isWhole whether the file itself has all the data that does not come from the backing file
 */
public record Qcow2Header(Optional<Path> backingFile, boolean isWhole) {

    private static final int MAGIC = 0x514649fb;
    private static final int LONGEST_NAME = 1023;
    private static final int FIRST_CLUSTER = 64 * 1024;
    private static final int FEATURES = 72;
    private static final long EXTERNAL_DATA_FILE = 1L << 2;

    /**
     * Reads the header of a file.
     *
     * @throws IOException if it cannot be read or is not the header of a qcow2 file; the message says which
     */
    public static Qcow2Header of(Path file) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(FIRST_CLUSTER);
        }
        try {
            return parse(ByteBuffer.wrap(first));
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw new IOException(file + " is no qcow2 file that can be used", broken);
        }
    }

    private static Qcow2Header parse(ByteBuffer header) {
        int magic = header.getInt();
        int version = header.getInt();
        long nameAt = header.getLong();
        int nameLength = header.getInt();
        if (magic != MAGIC || version < 2 || version > 3) {
            throw new IllegalArgumentException("no qcow2");
        }
        long features = 0;
        if (version == 3) {
            features = header.position(FEATURES).getLong();
        }
        return new Qcow2Header(
                nameAt == 0 ? Optional.empty() : Optional.of(name(header, nameAt, nameLength)),
                (features & EXTERNAL_DATA_FILE) == 0);
    }

    private static Path name(ByteBuffer header, long at, int length) {
        if (at < 0 || at > FIRST_CLUSTER || length < 1 || length > LONGEST_NAME) {
            throw new IllegalArgumentException("the name of the backing file is out of place");
        }
        byte[] name = new byte[length];
        header.position((int) at).get(name);
        return Path.of(new String(name, StandardCharsets.UTF_8));
    }
}
