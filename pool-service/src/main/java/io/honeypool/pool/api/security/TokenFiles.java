package io.honeypool.pool.api.security;

import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.settings.StateDirectory;
import io.honeypool.pool.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The files with one token per role, made at the first start. */
final class TokenFiles {

    private static final int SHORTEST_TOKEN = 32;

    private final StateDirectory state;

    TokenFiles(StateDirectory state) {
        this.state = state;
    }

    /** Reads the tokens and makes those that are missing. */
    Map<Role, String> load() {
        Path directory = state.directory("tokens", "rwxr-x--x");
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(role, load(directory.resolve(role.fileName())));
        }
        return tokens;
    }

    private String load(Path file) {
        try {
            if (!Files.exists(file)) {
                state.writePrivately(file, Tokens.fresh() + "\n");
            }
            String token = Files.readString(file).strip();
            if (token.length() < SHORTEST_TOKEN) {
                throw new StartupFailure(
                        "The token in " + file + " is shorter than " + SHORTEST_TOKEN + " characters.",
                        "Remove the file: the next start makes a new token. Whoever uses the old one needs the new one.");
            }
            return token;
        } catch (IOException unusable) {
            throw new StartupFailure(
                    "The token file " + file + " cannot be read or made: " + unusable + ".",
                    "Make it readable, and its directory writable, for the user that the pool runs as.",
                    unusable);
        }
    }
}
