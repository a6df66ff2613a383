package io.honeypool.proxy.events;

import java.util.Map;

/** Something became of a recording. Files are named as seen from the directory of recordings. */
public sealed interface RecordingEvent extends HoneypotEvent {

    /** A recording begins. */
    record LogOpened(String file) implements RecordingEvent {
        @Override
        public String eventId() {
            return "cowrie.log.open";
        }

        @Override
        public String message() {
            return "Recording to " + file;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("ttylog", file);
        }
    }

    /**
     * A recording is on disk.
     *
     * @param file where, once it is compressed
     * @param size in bytes, before it is compressed
     * @param shasum SHA-256 of those, in hexadecimal
     */
    record LogClosed(String file, long size, String shasum, long durationMillis) implements RecordingEvent {
        @Override
        public String eventId() {
            return "cowrie.log.closed";
        }

        @Override
        public String message() {
            return "Closing recording " + file + " after " + durationMillis + " ms";
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of(
                    "ttylog",
                    file,
                    "size",
                    size,
                    "shasum",
                    shasum,
                    "duplicate",
                    false,
                    "duration",
                    Fields.seconds(durationMillis),
                    "duration_ms",
                    durationMillis);
        }
    }

    /**
     * A recording is on disk, in our own words.
     *
     * @param recording its name
     * @param file where, once it is compressed
     * @param channel which of the session's channels, from 0
     * @param bytesIn what the attacker sent, recorded or not
     * @param bytesOut what the guest sent, recorded or not
     * @param truncated whether something is missing
     */
    record RecordingClosed(String recording, String file, int channel, long bytesIn, long bytesOut, boolean truncated)
            implements RecordingEvent {
        @Override
        public String eventId() {
            return "honeypool.recording.closed";
        }

        @Override
        public String message() {
            return "Recorded " + recording;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of(
                    "recording",
                    recording,
                    "format",
                    "asciicast-v2",
                    "file",
                    file,
                    "channel",
                    channel,
                    "bytes_in",
                    bytesIn,
                    "bytes_out",
                    bytesOut,
                    "truncated",
                    truncated);
        }
    }
}
