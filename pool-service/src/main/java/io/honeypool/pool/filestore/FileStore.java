package io.honeypool.pool.filestore;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Contents of files, each in a file that is named after its SHA-256 and by nothing else. Whoever publishes or removes
 * one holds the store's monitor from its row to its file, so that neither goes while the other comes.
 */
public final class FileStore {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final String DRAFTS = ".new-*";
    private static final int BUFFER = 64 << 10;

    private final Path directory;
    /** Drafts of this process; those of others are left over. */
    private final Set<Path> drafts = ConcurrentHashMap.newKeySet();

    /** Has a directory of its own. */
    public FileStore(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Writes a content. */
    @FunctionalInterface
    public interface Content {
        /** Writes it. */
        void write(OutputStream out) throws IOException;
    }

    /** A content that is on the disk beside its place. Closing it removes it, unless it was published. */
    public final class Draft implements AutoCloseable {

        private final Path file;
        private final String sha256;
        private final long bytes;

        private Draft(Path file, String sha256, long bytes) {
            this.file = file;
            this.sha256 = sha256;
            this.bytes = bytes;
        }

        /** The SHA-256 of what was written, in hex. */
        public String sha256() {
            return sha256;
        }

        /** How much was written. */
        public long bytes() {
            return bytes;
        }

        /** Its first bytes, so many at most; before it is published. */
        public byte[] beginning(int most) throws IOException {
            try (var in = Files.newInputStream(file)) {
                return in.readNBytes(most);
            }
        }

        @Override
        public void close() throws IOException {
            drafts.remove(file);
            Files.deleteIfExists(file);
        }
    }

    /** Whether something could be a SHA-256 as files are named after. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Writes a content beside its place and forces it to the disk. */
    public Draft write(Content content) throws IOException {
        Path file = directory.resolve(".new-" + UUID.randomUUID());
        MessageDigest digest = sha256();
        drafts.add(file);
        try {
            long bytes;
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(
                        new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER);
                content.write(out);
                out.flush();
                channel.force(true);
                bytes = channel.size();
            }
            return new Draft(file, HexFormat.of().formatHex(digest.digest()), bytes);
        } catch (IOException | RuntimeException failed) {
            drafts.remove(file);
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** Gives a draft its place; what is there is the same. */
    public void publish(Draft draft) throws IOException {
        Files.move(draft.file, path(draft.sha256), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** Where a content is, if it is there. */
    public Path path(String sha256) {
        if (!isName(sha256)) {
            throw new IllegalArgumentException("no SHA-256 in hex");
        }
        return directory.resolve(sha256);
    }

    boolean has(String sha256) {
        return Files.exists(path(sha256));
    }

    void remove(String sha256) throws IOException {
        Files.deleteIfExists(path(sha256));
    }

    /** The contents that are there, with when they were written by the host's clock. */
    List<Written> all() throws IOException {
        List<Written> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (isName(name)) {
                    found.add(new Written(name, Files.getLastModifiedTime(file).toInstant()));
                }
            }
        }
        return found;
    }

    /** A content and when it was written. */
    record Written(String sha256, Instant at) {}

    /** Removes drafts that a crash left. */
    void removeDrafts() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, DRAFTS)) {
            for (Path file : files) {
                if (!drafts.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
