package io.honeypool.pool.owner;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a service that starts may take a name. A name whose holder says that it is alive is watched: by
 * whether its row changes, never by how old it looks. Pure; for one start.
 */
final class Takeover {

    /**
     * How long a holder must be silent. A service that has not been heard for a shorter time, see
     * {@link Ownership#check()}, touches nothing, so that the two never act at once.
     */
    static final Duration SILENCE = Duration.ofSeconds(5);

    private static final int CHANGES_OF_ONE_ALIVE = 2;

    private @Nullable Owner holder;
    private long since;
    private int changes;

    /** What to do about a name. */
    enum Step {
        /** Take it. */
        REGISTER,
        /** Look again soon. */
        WAIT,
        /** Leave it: its holder is alive. */
        REFUSE
    }

    /**
     * Considers the row of the name.
     *
     * @param row the row now
     * @param nanos monotonic time at which it was read
     */
    Step consider(Optional<Owner> row, long nanos) {
        if (row.isEmpty() || row.get().state() != OwnerState.ALIVE) {
            return Step.REGISTER;
        }
        Owner before = holder;
        if (before == null || !row.get().isUnchangedSince(before)) {
            changes += before == null ? 0 : 1;
            holder = row.get();
            since = nanos;
        }
        if (changes >= CHANGES_OF_ONE_ALIVE) {
            return Step.REFUSE;
        }
        return nanos - since >= SILENCE.toNanos() ? Step.REGISTER : Step.WAIT;
    }
}
