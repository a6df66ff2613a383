package io.honeypool.proxy.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The tty log of User Mode Linux, which Cowrie's {@code playlog} plays: records of 24 bytes, little-endian, with the
 * bytes that passed behind each.
 */
final class TtyLog implements RecordingFormat {

    static final String SUFFIX = ".tty";
    static final int HEADER = 24;

    private static final int OPEN = 1;
    private static final int CLOSE = 2;
    private static final int WRITE = 3;
    private static final int NONE = 0;
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final byte[] NOTHING = new byte[0];

    private final Instant begun;

    TtyLog(Instant begun) {
        this.begun = begun;
    }

    /** Whether a record can begin with this. */
    static boolean isOperation(int number) {
        return number >= OPEN && number <= WRITE;
    }

    @Override
    public String suffix() {
        return SUFFIX;
    }

    @Override
    public void begin(ByteSink to) {
        record(OPEN, NONE, NOTHING, 0, to);
    }

    @Override
    public void write(Passed passed, ByteSink to) {
        switch (passed) {
            case Passed.Output(byte[] bytes, long nanos) -> record(WRITE, OUTPUT, bytes, nanos, to);
            case Passed.ErrorOutput(byte[] bytes, long nanos) -> record(WRITE, OUTPUT, bytes, nanos, to);
            case Passed.Input(byte[] bytes, long nanos) -> record(WRITE, INPUT, bytes, nanos, to);
            case Passed.Resize _, Passed.Mark _ -> {
                // the format has no such thing
            }
        }
    }

    @Override
    public void end(long nanos, ByteSink to) {
        record(CLOSE, NONE, NOTHING, nanos, to);
    }

    private void record(int operation, int direction, byte[] bytes, long nanos, ByteSink to) {
        Instant time = begun.plusNanos(Math.max(0, nanos));
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(operation).putInt(0).putInt(bytes.length).putInt(direction);
        header.putInt((int) time.getEpochSecond());
        header.putInt((int) TimeUnit.NANOSECONDS.toMicros(time.getNano()));
        to.put(header.array(), 0, HEADER);
        to.put(bytes, 0, bytes.length);
    }
}
