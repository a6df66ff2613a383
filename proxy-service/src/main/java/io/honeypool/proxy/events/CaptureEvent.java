package io.honeypool.proxy.events;

import java.util.Locale;
import java.util.Map;

/** Files that an attacker moves: what was kept of them, what was not, and what it does to others over SFTP. */
public sealed interface CaptureEvent extends HoneypotEvent {

    /**
     * A file whose content was stored.
     *
     * @param name its last name, as the attacker or its guest gave it
     * @param path the same with what stands before it, as far as it was said
     * @param outfile where the content is, relative to the directory of artifacts
     * @param shasum SHA-256 of the content, 64 hexadecimal digits
     * @param size of the content in bytes
     * @param type media type of the content, by its first bytes
     * @param duplicate whether the same content was there before
     * @param method how it was moved
     */
    record Kept(
            String name,
            String path,
            String outfile,
            String shasum,
            long size,
            String type,
            boolean duplicate,
            Method method) {

        private Map<String, Object> fields() {
            return Fields.of(
                    "filename",
                    name,
                    "destfile",
                    path,
                    "outfile",
                    outfile,
                    "shasum",
                    shasum,
                    "duplicate",
                    duplicate,
                    "url",
                    "",
                    "size",
                    size,
                    "type",
                    type,
                    "method",
                    method.label());
        }
    }

    /** How a file is moved. */
    enum Method {
        /** SSH's file transfer. */
        SFTP,
        /** The copy protocol of BSD's rcp. */
        SCP,
        /** Rsync's protocol. */
        RSYNC,
        /** Commands of a shell, and what is sent to them. */
        SHELL;

        /** What events and settings call it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is missing of a file, or of all of them. */
    enum Missing {
        /** What is beyond the limit for one file. */
        FILE_LIMIT,
        /** What came when artifacts had all the room that they may. */
        QUOTA,
        /** What the disk did not take. */
        STORE,
        /** What was not sent before the channel ended. */
        INTERRUPTED,
        /** What stood in the file before, of which only a part was overwritten or read. */
        REST,
        /** What a filter that the sensor does not know makes of it: the content is what went into the filter. */
        FILTER,
        /** More than can be followed at once: files, requests, lines or channels. */
        TOO_MUCH,
        /** What follows bytes that are not of the protocol. */
        PROTOCOL;

        /** What events call it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The attacker put a file into its guest. */
    record FileUploaded(Kept file) implements CaptureEvent {
        @Override
        public String eventId() {
            return "cowrie.session.file_upload";
        }

        @Override
        public String message() {
            return file.method().label() + " uploaded file \"" + file.name() + "\" to " + file.outfile();
        }

        @Override
        public Map<String, Object> fields() {
            return file.fields();
        }
    }

    /** The attacker got a file out of its guest. */
    record FileDownloaded(Kept file) implements CaptureEvent {
        @Override
        public String eventId() {
            return "cowrie.session.file_download";
        }

        @Override
        public String message() {
            return file.method().label() + " downloaded file \"" + file.name() + "\" to " + file.outfile();
        }

        @Override
        public Map<String, Object> fields() {
            return file.fields();
        }
    }

    /** Something of a file is missing in its artifact, or there is none. */
    record ArtifactIncomplete(String path, Missing reason, long kept) implements CaptureEvent {
        @Override
        public String eventId() {
            return "honeypool.artifact.incomplete";
        }

        @Override
        public String message() {
            return "File \"" + path + "\" is not kept whole: " + reason.label();
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("destfile", path, "reason", reason.label(), "kept", kept);
        }
    }

    /** The attacker asked something of its guest's SFTP server, and this is what became of it. */
    record SftpOperation(String operation, String path, String target, String status) implements CaptureEvent {
        @Override
        public String eventId() {
            return "honeypool.sftp.operation";
        }

        @Override
        public String message() {
            return "SFTP " + operation + " " + path + (target.isEmpty() ? "" : " " + target) + ": " + status;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("op", operation, "path", path, "target", target, "status", status);
        }
    }
}
