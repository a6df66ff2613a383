package io.honeypool.proxy.recording;

/** What passed through a channel, as it is recorded. Times are nanoseconds since the recording began. */
sealed interface Passed {

    /** When. */
    long nanos();

    /** What the attacker sent. */
    @SuppressWarnings("ArrayRecordComponent")
    record Input(byte[] bytes, long nanos) implements Passed {}

    /** What the guest sent; with a command that has no terminal, its standard output. */
    @SuppressWarnings("ArrayRecordComponent")
    record Output(byte[] bytes, long nanos) implements Passed {}

    /** What a command sent as standard error. */
    @SuppressWarnings("ArrayRecordComponent")
    record ErrorOutput(byte[] bytes, long nanos) implements Passed {}

    /** Another size of the terminal. */
    record Resize(int columns, int rows, long nanos) implements Passed {}

    /** Something else that happened, in words of our own. */
    record Mark(String words, long nanos) implements Passed {}
}
