package io.honeypool.pool.guestfile.ext4;

import java.io.IOException;

/** A file system, or a part of one, is not as such a file system is, or has a feature that is not read here. */
public final class FileSystemFault extends IOException {

    private static final long serialVersionUID = 1L;

    FileSystemFault(String message) {
        super(message);
    }
}
