package io.honeypool.proxy.recording;

import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.state.StateException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes what a sensor that died left: recordings are cut after the last whole line, named, told of and compressed,
 * and nothing temporary stays. Done before anything new is recorded.
 */
final class RecordingRepair {

    private static final Logger log = LoggerFactory.getLogger(RecordingRepair.class);
    private static final int CHUNK = 64 * 1024;

    private final RecordingStore store;
    private final EventDispatcher events;

    RecordingRepair(RecordingStore store, EventDispatcher events) {
        this.store = store;
        this.events = events;
    }

    /**
     * Does it.
     *
     * @throws StateException if the directory cannot be read
     */
    void run() {
        try {
            for (Path day : list(store.root())) {
                if (Files.isDirectory(day)) {
                    for (Path file : list(day)) {
                        repair(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new StateException(store.root(), e);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            // tty logs after the recordings that they belong to
            return listed.sorted().toList();
        }
    }

    private void repair(Path file) {
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(Asciicast.SUFFIX + RecordingStore.COMPRESSED + RecordingStore.BESIDE)) {
                Files.delete(file);
            } else if (name.endsWith(Asciicast.SUFFIX + RecordingFile.PART)) {
                finishCast(file);
            } else if (name.endsWith(TtyLog.SUFFIX + RecordingFile.PART)) {
                finishTty(file);
            } else if (name.endsWith(Asciicast.SUFFIX)) {
                store.compressLater(file);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("{} is left as it is: {}", file, e.toString());
        }
    }

    private void finishCast(Path part) throws IOException {
        cut(part, endOfLines(part));
        if (Files.size(part) == 0) {
            Files.delete(part);
            return;
        }
        RecordingHeader header;
        RecordingWriter.Sum sum;
        try (BufferedReader reader = Files.newBufferedReader(part)) {
            header = RecordingHeader.read(reader.readLine());
            sum = sum(reader);
        }
        RecordingFile.Kept kept = name(part);
        String name = store.nameOf(kept);
        events.record(header.identity(), RecordingWriter.closed(header, name, sum));
        events.record(header.identity(), RecordingWriter.logClosed(name, kept, sum));
        log.info("Recording {} was cut short when the sensor died, and is finished now", header.id());
        store.compressLater(kept.file());
    }

    private static RecordingWriter.Sum sum(BufferedReader reader) throws IOException {
        long in = 0;
        long out = 0;
        double seconds = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            CastLine passed = CastLine.read(line);
            seconds = passed.seconds();
            switch (passed.code()) {
                case "i" -> in += TerminalText.bytesOf(passed.text()).length;
                case "o" -> out += TerminalText.bytesOf(passed.text()).length;
                default -> {
                    // nothing that passed
                }
            }
        }
        return new RecordingWriter.Sum(in, out, (long) (seconds * TimeUnit.SECONDS.toMillis(1)), true);
    }

    private void finishTty(Path part) throws IOException {
        cut(part, endOfRecords(part));
        name(part);
    }

    private static RecordingFile.Kept name(Path part) throws IOException {
        String name = part.getFileName().toString();
        Path finished = part.resolveSibling(name.substring(0, name.length() - RecordingFile.PART.length()));
        MessageDigest digest = RecordingFile.sha256();
        long size = 0;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (channel.read(chunk) > 0) {
                chunk.flip();
                size += chunk.remaining();
                digest.update(chunk);
                chunk.clear();
            }
            channel.force(true);
        }
        Files.move(part, finished, StandardCopyOption.ATOMIC_MOVE);
        return new RecordingFile.Kept(finished, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static void cut(Path part, long end) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.truncate(end);
        }
    }

    /** Where the last whole line ends. */
    private static long endOfLines(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
            for (long end = channel.size(); end > 0; ) {
                int length = (int) Math.min(CHUNK, end);
                ByteBuffer chunk = ByteBuffer.allocate(length);
                channel.read(chunk, end - length);
                String text = new String(chunk.array(), 0, chunk.position(), StandardCharsets.ISO_8859_1);
                int last = text.lastIndexOf('\n');
                if (last >= 0) {
                    return end - length + last + 1;
                }
                end -= length;
            }
            return 0;
        }
    }

    /** Where the last whole record of a tty log ends. */
    private static long endOfRecords(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(TtyLog.HEADER).order(ByteOrder.LITTLE_ENDIAN);
            long end = 0;
            while (channel.read(header, end) == TtyLog.HEADER) {
                long next = end + TtyLog.HEADER + header.getInt(2 * Integer.BYTES);
                if (!TtyLog.isOperation(header.getInt(0)) || next > channel.size() || next < end + TtyLog.HEADER) {
                    break;
                }
                end = next;
                header.clear();
            }
            return end;
        }
    }
}
