package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.RemoteSinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what a sink proves itself with: one line, set as it is or in a file. */
final class Secret {

    private static final int LONGEST = 4096;

    private Secret() {}

    /**
     * Reads it.
     *
     * @param setting name of the setting that holds it; the one that names the file ends in {@code -file}
     * @return null if neither is set
     * @throws RemoteSinkException if both are, or if it cannot be used
     */
    static @Nullable String read(String setting, @Nullable String value, @Nullable Path file) {
        if (value != null && file != null) {
            throw new RemoteSinkException(
                    "Both " + setting + " and " + setting + "-file are set.", "Remove one of them.");
        }
        if (value != null) {
            return usable(value, setting);
        }
        return file == null ? null : read(setting + "-file", file);
    }

    private static String read(String setting, Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw unusable(setting + " " + file, "is longer than " + LONGEST + " bytes", null);
            }
            return usable(
                    Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""), setting + " " + file);
        } catch (IOException e) {
            throw unusable(setting + " " + file, "cannot be read: " + e, e);
        }
    }

    private static String usable(String secret, String where) {
        if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
            throw unusable(where, "holds no secret of one line", null);
        }
        return secret;
    }

    private static RemoteSinkException unusable(String where, String problem, @Nullable Throwable cause) {
        String said = where + " " + problem + ".";
        String advice = "Put the secret there, in one line, readable for the user that runs the sensor.";
        return cause == null ? new RemoteSinkException(said, advice) : new RemoteSinkException(said, advice, cause);
    }
}
