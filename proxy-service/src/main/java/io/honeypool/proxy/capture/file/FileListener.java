package io.honeypool.proxy.capture.file;

import io.honeypool.proxy.events.CaptureEvent.Missing;

/**
 * Takes what parsers find. Paths are whatever bytes an attacker sent, each as the character of ISO 8859-1 that has its
 * number: fit to compare, and for nothing else. Not thread-safe.
 */
public interface FileListener {

    /**
     * A file begins.
     *
     * @param out whether it leaves the guest, rather than getting into it
     */
    FoundFile begin(boolean out, String path);

    /** Something is missing that no file was begun for. */
    void misses(String path, Missing reason);

    /** The attacker did something to a file by SFTP; {@code target} is empty where there is but one path. */
    void operated(String operation, String path, String target, String status);
}
