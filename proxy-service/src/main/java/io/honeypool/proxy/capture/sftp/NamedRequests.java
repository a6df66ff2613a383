package io.honeypool.proxy.capture.sftp;

import org.jspecify.annotations.Nullable;

/** Requests that events speak about: those that change something, and listings. */
final class NamedRequests {

    static final String RENAME = "rename";

    /** Reads what follows the request's number; null for a request that no event is about. */
    Request.@Nullable Named read(int type, Fields fields) {
        return switch (type) {
            case Types.SETSTAT -> one("setstat", fields);
            case Types.OPENDIR -> one("opendir", fields);
            case Types.REMOVE -> one("remove", fields);
            case Types.MKDIR -> one("mkdir", fields);
            case Types.RMDIR -> one("rmdir", fields);
            case Types.READLINK -> one("readlink", fields);
            case Types.RENAME -> two(RENAME, fields);
            case Types.SYMLINK -> two("symlink", fields);
            case Types.LINK -> two("link", fields);
            default -> null;
        };
    }

    /** The same for what OpenSSH added; {@code fields} follow the extension's name. */
    Request.@Nullable Named extended(String name, Fields fields) {
        return switch (name) {
            case "posix-rename@openssh.com" -> two(RENAME, fields);
            case "hardlink@openssh.com" -> two("link", fields);
            case "lsetstat@openssh.com" -> one("setstat", fields);
            default -> null;
        };
    }

    private static Request.Named one(String operation, Fields fields) {
        return new Request.Named(operation, fields.string(), "");
    }

    private static Request.Named two(String operation, Fields fields) {
        return new Request.Named(operation, fields.string(), fields.string());
    }
}
