package io.honeypool.pool.evidence;

import org.jspecify.annotations.Nullable;

/**
 * A recording, as events tell of it.
 *
 * @param log says that it is on disk, and what it is there
 * @param recording says what it is a recording of; null if no event does
 */
public record StoredRecording(StoredEvent log, @Nullable StoredEvent recording) {

    /** The recording's name; null if no event says. */
    public @Nullable String name() {
        return recording == null ? null : recording.text("recording");
    }
}
