package io.honeypool.proxy.capture.scp;

import io.honeypool.proxy.capture.file.Bytes;
import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.FoundFile;
import io.honeypool.proxy.capture.file.StreamParser;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Finds files in the copy protocol, either way. One side sends records, {@code C0644 SIZE NAME} with as many bytes and
 * a zero behind it among them, and the other one answers each with a zero, or with an error; after an error to the
 * record of a file its bytes are not sent.
 */
public final class ScpParser implements StreamParser {

    private static final int LONGEST_RECORD = 72 * 1024;
    private static final int MOST_DEPTH = 256;
    private static final int LONGEST_PATH = 64 * 1024;

    private final boolean out;
    private final String target;
    private final boolean intoDirectory;
    private final FileListener listener;
    private final Bytes record = new Bytes(LONGEST_RECORD);
    private final Deque<String> directories = new ArrayDeque<>();
    private State state = State.RECORD;
    private @Nullable FoundFile file;
    private long left;
    private boolean touched;
    private boolean inErrorText;

    /** What the sender's next byte is. */
    private enum State {
        RECORD,
        CONTENT,
        AFTER_CONTENT,
        BROKEN
    }

    /**
     * Begins.
     *
     * @param out whether the guest sends
     * @param target what the command line names
     * @param intoDirectory whether that is surely a directory
     */
    public ScpParser(boolean out, String target, boolean intoDirectory, FileListener listener) {
        this.out = out;
        this.target = target;
        this.intoDirectory = intoDirectory;
        this.listener = listener;
    }

    @Override
    public void input(ByteBuffer bytes) {
        if (out) {
            answers(bytes);
        } else {
            records(bytes);
        }
    }

    @Override
    public void output(ByteBuffer bytes) {
        if (out) {
            records(bytes);
        } else {
            answers(bytes);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.misses(Missing.INTERRUPTED);
        }
        closeFile();
        state = State.BROKEN;
    }

    private void answers(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte answer = bytes.get();
            if (inErrorText) {
                inErrorText = answer != '\n';
            } else if (answer == 1 || answer == 2) {
                inErrorText = true;
                refused();
            }
        }
    }

    /** The file whose record was the last one does not follow. */
    private void refused() {
        if (file != null && !touched) {
            file.discard();
            file = null;
            state = State.RECORD;
        }
    }

    private void records(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            switch (state) {
                case RECORD -> record(bytes.get());
                case CONTENT -> content(bytes);
                case AFTER_CONTENT -> {
                    // zero, or an error that the sender met while it read
                    byte end = bytes.get();
                    if (end != 0 && file != null) {
                        file.misses(Missing.INTERRUPTED);
                    }
                    closeFile();
                    state = State.RECORD;
                    if (end != 0) {
                        record(end);
                    }
                }
                case BROKEN -> bytes.position(bytes.limit());
            }
        }
    }

    private void content(ByteBuffer bytes) {
        int count = (int) Math.min(left, bytes.remaining());
        touched = true;
        if (file != null) {
            file.append(bytes.slice(bytes.position(), count));
        }
        bytes.position(bytes.position() + count);
        left -= count;
        if (left == 0) {
            state = State.AFTER_CONTENT;
        }
    }

    private void record(byte b) {
        if (b != '\n') {
            record.add(b);
            return;
        }
        String line = new String(record.toArray(), StandardCharsets.ISO_8859_1);
        boolean cut = record.isCut();
        record.clear();
        if (cut) {
            breakOff();
            return;
        }
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case 'C' -> begin(line);
            case 'D' -> enter(line);
            case 'E' -> directories.pollLast();
            case 'T', 1, 2 -> {
                // times, and errors in words: no file
            }
            default -> breakOff();
        }
    }

    private void begin(String line) {
        String[] parts = line.split(" ", 3);
        long size = parts.length == 3 ? size(parts[1]) : -1;
        if (size < 0) {
            breakOff();
            return;
        }
        file = listener.begin(out, path(parts[2]));
        file.resize(0);
        left = size;
        touched = false;
        state = size == 0 ? State.AFTER_CONTENT : State.CONTENT;
    }

    private void enter(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3
                || directories.size() == MOST_DEPTH
                || path(parts[2]).length() > LONGEST_PATH) {
            breakOff();
        } else {
            directories.addLast(parts[2]);
        }
    }

    private String path(String name) {
        String within = directories.isEmpty() ? name : String.join("/", directories) + "/" + name;
        if (out) {
            return target.substring(0, target.lastIndexOf('/') + 1) + within;
        }
        if (target.isEmpty() || (directories.isEmpty() && !intoDirectory)) {
            return target.isEmpty() ? within : target;
        }
        return target.endsWith("/") ? target + within : target + "/" + within;
    }

    private static long size(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() < 19 && digits.chars().allMatch(Character::isDigit);
        return number ? Long.parseLong(digits) : -1;
    }

    private void breakOff() {
        state = State.BROKEN;
        listener.misses(target, Missing.PROTOCOL);
    }

    private void closeFile() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
