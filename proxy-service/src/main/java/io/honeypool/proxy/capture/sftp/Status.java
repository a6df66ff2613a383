package io.honeypool.proxy.capture.sftp;

import java.util.List;

/** What servers answer (draft 13, section 9.1). */
final class Status {

    static final int OK = 0;
    static final int EOF = 1;

    private static final List<String> NAMES = List.of(
            "ok",
            "eof",
            "no-such-file",
            "permission-denied",
            "failure",
            "bad-message",
            "no-connection",
            "connection-lost",
            "op-unsupported",
            "invalid-handle",
            "no-such-path",
            "file-already-exists",
            "write-protect",
            "no-media",
            "no-space-on-filesystem",
            "quota-exceeded",
            "unknown-principal",
            "lock-conflict",
            "dir-not-empty",
            "not-a-directory",
            "invalid-filename",
            "link-loop",
            "cannot-delete",
            "invalid-parameter",
            "file-is-a-directory");

    private Status() {}

    static String name(int code) {
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : "status-" + Integer.toUnsignedString(code);
    }
}
