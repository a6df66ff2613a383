package io.honeypool.proxy.capture.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a file that is written in any order: bytes that come in order are hashed as they come, and the rest is
 * read again at the end. Not thread-safe.
 */
final class RunningHash {

    private static final int CHUNK = 64 * 1024;

    private final MessageDigest digest;
    private long hashed;

    RunningHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Bytes were written at an offset; they are not consumed. */
    void wrote(long offset, ByteBuffer bytes) {
        if (offset == hashed) {
            digest.update(bytes.duplicate());
            hashed += bytes.remaining();
        } else if (offset < hashed) {
            forget();
        }
    }

    /** What is behind a size is not there any more. */
    void cutTo(long size) {
        if (size < hashed) {
            forget();
        }
    }

    /** Hashes the rest; in hexadecimal. */
    String finish(RandomAccessFile file, long size) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, size - hashed)];
        file.seek(hashed);
        while (hashed < size) {
            int count = (int) Math.min(chunk.length, size - hashed);
            file.readFully(chunk, 0, count);
            digest.update(chunk, 0, count);
            hashed += count;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What was hashed may not be what the file has: all of it is read at the end. */
    void forget() {
        digest.reset();
        hashed = 0;
    }
}
