package io.honeypool.proxy.events;

import java.util.UUID;

/**
 * An event that waits for a sink.
 *
 * @param id its own for ever, so that who gets it twice can tell
 * @param json the event as an object, on one line
 */
public record SpooledEvent(UUID id, String json) {}
