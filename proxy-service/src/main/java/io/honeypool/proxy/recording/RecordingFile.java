package io.honeypool.proxy.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** A file that a recording is written to, under another name until it is finished. For one thread at a time. */
final class RecordingFile {

    /** Ends the name of a file that is not finished. */
    static final String PART = ".part";

    private final Path finished;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long size;

    private RecordingFile(Path finished, Path part, FileChannel channel) {
        this.finished = finished;
        this.part = part;
        this.channel = channel;
    }

    /** What a finished file is. */
    record Kept(Path file, long size, String shasum) {}

    /** Makes a file that only its owner may read. */
    static RecordingFile create(Path finished) throws IOException {
        Path part = finished.resolveSibling(finished.getFileName() + PART);
        FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new RecordingFile(finished, part, channel);
    }

    long size() {
        return size;
    }

    /** Writes bytes, all or none, behind those that are there; they survive the death of this process then. */
    void append(ByteBuffer bytes) throws IOException {
        ByteBuffer all = bytes.duplicate();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
        size += all.remaining();
        digest.update(all);
    }

    /** Forces the file to disk and gives it its name. */
    Kept finish() throws IOException {
        try (channel) {
            channel.force(true);
        }
        Files.move(part, finished, StandardCopyOption.ATOMIC_MOVE);
        return new Kept(finished, size, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
