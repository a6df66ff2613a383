package io.honeypool.proxy.events;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where events go.
 *
 * @param file the JSON Lines file; by default {@code events/events.jsonl} in the sensor's state directory
 */
public record EventSettings(@Nullable Path file) {}
