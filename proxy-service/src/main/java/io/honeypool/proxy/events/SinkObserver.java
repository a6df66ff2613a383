package io.honeypool.proxy.events;

/** Learns what became of events on their way to a sink; called from any thread, must not block. */
public interface SinkObserver {

    /** An observer that looks away. */
    SinkObserver NONE = new SinkObserver() {};

    /** The sink took an event. */
    default void delivered(String sink) {}

    /** The sink failed to take an event, which will be offered again. */
    default void failed(String sink) {}

    /** An event was given up: the queue was full or the sink never recovered before shutdown. */
    default void dropped(String sink) {}

    /** The sink will never take an event, which is left out. */
    default void rejected(String sink) {}
}
