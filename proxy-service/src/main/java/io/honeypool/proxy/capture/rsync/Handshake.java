package io.honeypool.proxy.capture.rsync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both ends agree on before the first list (compat.c). */
final class Handshake {

    private static final int LISTS_PER_DIRECTORY = 1;
    private static final int VARINT_FLAGS = 1 << 7;
    private static final int NAMES_OF_ID_0 = 1 << 8;
    private static final int LEAST_VERSION = 30;
    private static final int MD5_LENGTH = 16;

    private int clientVersion;
    private int serverVersion;
    private @Nullable Integer flags;
    private @Nullable String clientChecksums;
    private @Nullable String serverChecksums;
    private boolean seeded;

    /**
     * Reads what the client says, one thing after the other.
     *
     * @return whether it was the last one; behind its version, only to be asked when the server has said everything
     */
    boolean client(Wire wire) {
        if (clientVersion == 0) {
            clientVersion = wire.four();
            return false;
        }
        if (flags != null && negotiates() && clientChecksums == null) {
            clientChecksums = wire.vstring();
        }
        return flags != null;
    }

    boolean knowsClientVersion() {
        return clientVersion != 0;
    }

    /**
     * Reads what the server says, one thing after the other.
     *
     * @return whether it was the last one
     */
    boolean server(Wire wire) {
        if (serverVersion == 0) {
            serverVersion = wire.four();
        } else if (flags == null) {
            flags = wire.varint();
        } else if (negotiates() && serverChecksums == null) {
            serverChecksums = wire.vstring();
        } else {
            wire.four();
            seeded = true;
        }
        return seeded;
    }

    /** Whether it is a version that is read here, as far as is known. */
    boolean isReadable() {
        return (clientVersion == 0 || clientVersion >= LEAST_VERSION)
                && (serverVersion == 0 || serverVersion >= LEAST_VERSION);
    }

    boolean negotiates() {
        return has(VARINT_FLAGS);
    }

    boolean hasListsPerDirectory() {
        return has(LISTS_PER_DIRECTORY);
    }

    boolean namesId0() {
        return has(NAMES_OF_ID_0);
    }

    /** How long the checksum behind a file is; 0 if nobody can say. */
    int checksumLength() {
        if (!negotiates()) {
            return MD5_LENGTH;
        }
        if (clientChecksums == null || serverChecksums == null) {
            return 0;
        }
        List<String> known = List.of(serverChecksums.split(" ", -1));
        for (String name : clientChecksums.split(" ", -1)) {
            if (known.contains(name)) {
                return length(name);
            }
        }
        return 0;
    }

    private static int length(String checksum) {
        return switch (checksum) {
            case "xxh128", "md5", "md4" -> MD5_LENGTH;
            case "xxh3", "xxh64" -> Long.BYTES;
            case "sha1" -> 20;
            default -> 0;
        };
    }

    private boolean has(int flag) {
        return flags != null && (flags & flag) != 0;
    }
}
