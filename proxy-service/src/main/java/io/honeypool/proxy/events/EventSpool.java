package io.honeypool.proxy.events;

import io.honeypool.proxy.state.StateException;
import io.honeypool.proxy.state.WholeFile;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events on disk, in order, until they are taken: files of lines, each an id and the event, and how far the oldest was
 * taken. What is appended survives the death of this process; what was taken may be seen once more after it. A line
 * that a crash cut is left out. Thread-safe.
 */
final class EventSpool implements Closeable {

    private static final String SUFFIX = ".spool";
    private static final String POSITION = "position";
    private static final Pattern NAME = Pattern.compile("\\d{19}\\.spool");
    private static final int ID_LENGTH = 36;
    private static final long SEGMENT = 1024 * 1024;

    private final Path directory;
    private final long quota;
    private final Deque<Long> segments = new ArrayDeque<>();
    private @Nullable FileChannel out;
    private long last;
    private long written;
    private long stored;
    private long taken;
    private long peeked;

    private EventSpool(Path directory, long quota) {
        this.directory = directory;
        this.quota = quota;
    }

    /**
     * Opens a spool, with what was left in it.
     *
     * @param quota bytes that may wait
     * @throws StateException if its directory cannot be used
     */
    static EventSpool open(Path directory, long quota) {
        EventSpool spool = new EventSpool(directory, quota);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            spool.find();
        } catch (IOException e) {
            throw new StateException(directory, e);
        }
        return spool;
    }

    private void find() throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            listed.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .map(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                    .forEach(segments::add);
        }
        for (long segment : segments) {
            stored += Files.size(file(segment));
            last = segment;
        }
        try {
            String[] position =
                    Files.readString(directory.resolve(POSITION)).strip().split(" ", -1);
            if (!segments.isEmpty() && Long.parseLong(position[0]) == segments.getFirst()) {
                taken = Long.parseLong(position[1]);
            }
        } catch (NoSuchFileException none) {
            // nothing was taken yet
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException broken) {
            throw new IOException(POSITION + " holds no position; delete it to have all that waits sent again", broken);
        }
    }

    /**
     * Puts an event behind the others.
     *
     * @return false if there is no room
     */
    synchronized boolean append(UUID id, String json) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((id + " " + json + "\n").getBytes(StandardCharsets.UTF_8));
        int length = line.remaining();
        if (stored + length > quota) {
            return false;
        }
        FileChannel channel = channel();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            channel.truncate(written);
            throw e;
        }
        written += length;
        stored += length;
        notifyAll();
        return true;
    }

    private FileChannel channel() throws IOException {
        FileChannel open = out;
        if (open != null && written < SEGMENT) {
            return open;
        }
        if (open != null) {
            open.close();
        }
        open = FileChannel.open(
                file(last + 1),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        out = open;
        segments.add(++last);
        written = 0;
        return open;
    }

    /** The oldest events, none or more; waits for a moment if there is none. */
    synchronized List<SpooledEvent> peek(int most, int mostBytes, long waitMillis)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        List<SpooledEvent> batch = read(most, mostBytes);
        for (long left = waitMillis; batch.isEmpty() && left > 0; ) {
            wait(left);
            batch = read(most, mostBytes);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return batch;
    }

    private List<SpooledEvent> read(int most, int mostBytes) throws IOException {
        while (!segments.isEmpty()) {
            long segment = segments.getFirst();
            List<SpooledEvent> batch = read(segment, most, mostBytes);
            if (!batch.isEmpty() || (segment == last && out != null)) {
                return batch;
            }
            remove(segment);
        }
        return List.of();
    }

    private List<SpooledEvent> read(long segment, int most, int mostBytes) throws IOException {
        List<SpooledEvent> batch = new ArrayList<>();
        peeked = taken;
        try (FileChannel channel = FileChannel.open(file(segment), StandardOpenOption.READ)) {
            channel.position(taken);
            BufferedReader lines =
                    new BufferedReader(java.nio.channels.Channels.newReader(channel, StandardCharsets.UTF_8));
            long end = channel.size();
            while (batch.size() < most && peeked - taken < mostBytes) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                long next = peeked + line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (next > end) {
                    // was cut, and ends its file
                    peeked = end;
                    break;
                }
                peeked = next;
                batch.add(
                        new SpooledEvent(UUID.fromString(line.substring(0, ID_LENGTH)), line.substring(ID_LENGTH + 1)));
            }
        }
        return batch;
    }

    /** What {@link #peek} returned last has been taken. */
    synchronized void take() throws IOException {
        long segment = segments.getFirst();
        taken = peeked;
        if (taken >= Files.size(file(segment)) && (segment != last || out == null)) {
            remove(segment);
        } else {
            WholeFile.write(
                    directory.resolve(POSITION),
                    String.format(Locale.ROOT, "%d %d%n", segment, taken).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The position speaks of a file that is gone then, and counts for no other. */
    private void remove(long segment) throws IOException {
        stored -= Files.size(file(segment));
        Files.delete(file(segment));
        segments.removeFirst();
        taken = 0;
    }

    /** Bytes that are on disk. */
    synchronized long stored() {
        return stored;
    }

    private Path file(long segment) {
        return directory.resolve(String.format(Locale.ROOT, "%019d%s", segment, SUFFIX));
    }

    @Override
    public synchronized void close() throws IOException {
        FileChannel open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }
}
