package io.honeypool.proxy.recording;

/**
 * asciicast v2: a JSON object, then a JSON array for each thing that passed, one a line. {@code o} is what was shown,
 * standard error included, {@code i} what was typed, {@code r} a size, {@code m} a mark of ours.
 */
final class Asciicast implements RecordingFormat {

    static final String SUFFIX = ".cast";

    private static final long NANOS_IN_MICRO = 1000;
    private static final long MICROS = 1_000_000;

    private final String header;
    private final TerminalText input = new TerminalText();
    private final TerminalText output = new TerminalText();
    private final TerminalText errors = new TerminalText();

    /**
     * An empty recording.
     *
     * @param header its first line
     */
    Asciicast(String header) {
        this.header = header;
    }

    @Override
    public String suffix() {
        return SUFFIX;
    }

    @Override
    public void begin(ByteSink to) {
        to.put(header);
        to.put('\n');
    }

    @Override
    public void write(Passed passed, ByteSink to) {
        switch (passed) {
            case Passed.Output(byte[] bytes, long nanos) -> text('o', output, bytes, nanos, to);
            case Passed.ErrorOutput(byte[] bytes, long nanos) -> text('o', errors, bytes, nanos, to);
            case Passed.Input(byte[] bytes, long nanos) -> text('i', input, bytes, nanos, to);
            case Passed.Resize(int columns, int rows, long nanos) -> words('r', columns + "x" + rows, nanos, to);
            case Passed.Mark(String words, long nanos) -> words('m', words, nanos, to);
        }
    }

    @Override
    public void end(long nanos, ByteSink to) {
        rest('o', output, nanos, to);
        rest('o', errors, nanos, to);
        rest('i', input, nanos, to);
    }

    private static void text(char code, TerminalText text, byte[] bytes, long nanos, ByteSink to) {
        open(code, nanos, to);
        text.put(bytes, to);
        close(to);
    }

    private static void rest(char code, TerminalText text, long nanos, ByteSink to) {
        if (text.isBegun()) {
            open(code, nanos, to);
            text.end(to);
            close(to);
        }
    }

    /** The words are ours and need no escape. */
    private static void words(char code, String words, long nanos, ByteSink to) {
        open(code, nanos, to);
        to.put(words);
        close(to);
    }

    private static void open(char code, long nanos, ByteSink to) {
        long micros = Math.max(0, nanos) / NANOS_IN_MICRO;
        String fraction = Long.toString(MICROS + micros % MICROS).substring(1);
        to.put("[" + micros / MICROS + "." + fraction + ", \"" + code + "\", \"");
    }

    private static void close(ByteSink to) {
        to.put("\"]\n");
    }
}
