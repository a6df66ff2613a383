package io.honeypool.proxy.recording;

/** How a recording is written. Keeps what it needs between calls; for one thread at a time. */
interface RecordingFormat {

    /** Ends the name of a recording that is finished. */
    String suffix();

    /** Writes what stands at the beginning. */
    void begin(ByteSink to);

    /** Writes something that passed. */
    void write(Passed passed, ByteSink to);

    /** Writes what stands at the end, and what was kept until now. */
    void end(long nanos, ByteSink to);
}
