package io.honeypool.proxy.recording;

/** Learns what becomes of recordings; called from any thread, must not block. */
public interface RecordingObserver {

    /** An observer that looks away. */
    RecordingObserver NONE = new RecordingObserver() {};

    /** One more is being written. */
    default void opened() {}

    /** One less is being written. */
    default void closed() {}

    /** So many bytes are missing in a recording, as the disk was too slow. */
    default void lost(long bytes) {}

    /** A recording could not be written to its end, compressed or removed. */
    default void failed() {}

    /** All recordings together have so many bytes. */
    default void stored(long bytes) {}

    /** A recording was removed by age or quota. */
    default void expired() {}
}
