package io.honeypool.system;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a deployment is.
 *
 * @param poolName name of its pool service
 * @param entrance what runs a command there
 * @param address where its API listens
 * @param database the database it shares with others; null: one of its own
 */
record Placement(
        String poolName,
        List<String> entrance,
        String address,
        @Nullable SharedDatabase database) {

    /** On this host, with a database of its own. */
    static final Placement HERE = new Placement("pool", List.of(), "127.0.0.1", null);

    /** A command that runs there. */
    Command command(String... arguments) {
        return entrance.isEmpty()
                ? Command.of(arguments)
                : Command.of(entrance.toArray(String[]::new)).and(arguments);
    }
}
