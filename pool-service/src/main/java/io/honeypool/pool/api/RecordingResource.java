package io.honeypool.pool.api;

import io.honeypool.pool.evidence.StoredEvent;
import io.honeypool.pool.evidence.StoredRecording;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recording and what it is of, as the API shows it.
 *
 * @param content where to download it; null if the pool does not have it
 */
record RecordingResource(
        Instant at,
        String sensor,
        String session,
        String sourceAddress,
        @Nullable String file,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable Long durationMillis,
        @Nullable Recorded recorded,
        @Nullable String content) {

    static RecordingResource of(StoredRecording stored, Set<String> here) {
        StoredEvent log = stored.log();
        StoredEvent recording = stored.recording();
        String name = stored.name();
        return new RecordingResource(
                log.occurredAt(),
                log.sensor(),
                log.session(),
                log.source(),
                log.text("ttylog"),
                log.number("size"),
                log.text("shasum"),
                log.number("duration_ms"),
                recording == null ? null : Recorded.of(recording),
                name != null && here.contains(name) ? "/api/v1/recordings/" + name + "/content" : null);
    }

    /** What is recorded. */
    record Recorded(
            @Nullable String recording,
            @Nullable String format,
            @Nullable Long channel,
            @Nullable Long bytesIn,
            @Nullable Long bytesOut,
            @Nullable Boolean truncated) {

        static Recorded of(StoredEvent recording) {
            return new Recorded(
                    recording.text("recording"),
                    recording.text("format"),
                    recording.number("channel"),
                    recording.number("bytes_in"),
                    recording.number("bytes_out"),
                    recording.flag("truncated"));
        }
    }
}
