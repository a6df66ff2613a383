package io.honeypool.pool.owner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which other services are dead: those whose row has not changed for as long as this service watched it without
 * a gap. Only the monotonic time of this service counts. After a gap, such as an outage of the database, everybody gets
 * the whole time again. Pure; for one thread.
 */
final class OwnerWatch {

    private static final Duration SHORTEST_GAP = Duration.ofSeconds(3);
    private static final int READS_PER_DEATH = 3;

    private final String self;
    private final Duration deadAfter;
    private final Duration restartGrace;
    private final long gapNanos;
    private final Map<String, Silence> silences = new HashMap<>();
    private long observedAt;

    /**
     * Watches everybody but one.
     *
     * @param self name of this service
     * @param deadAfter silence of a service that said it was alive
     * @param restartGrace silence of a service that said it was stopped
     */
    OwnerWatch(String self, Duration deadAfter, Duration restartGrace) {
        this.self = self;
        this.deadAfter = deadAfter;
        this.restartGrace = restartGrace;
        Duration share = deadAfter.dividedBy(READS_PER_DEATH);
        this.gapNanos = (share.compareTo(SHORTEST_GAP) > 0 ? share : SHORTEST_GAP).toNanos();
    }

    /** Since when a row has not changed. */
    private record Silence(Owner row, long since) {}

    /**
     * Takes note of all rows, read while this service could write too.
     *
     * @param owners the rows
     * @param nanos monotonic time at which they were read
     * @return the rows of those that have been silent for too long; one that is DEAD already is named again from time
     *     to time, for what was under way when it was declared
     */
    List<Owner> observe(List<Owner> owners, long nanos) {
        if (nanos - observedAt > gapNanos) {
            silences.clear();
        }
        observedAt = nanos;
        List<Owner> silent = new ArrayList<>();
        Map<String, Silence> seen = new HashMap<>();
        for (Owner owner : owners) {
            if (!owner.name().equals(self)) {
                seen.put(owner.name(), observe(owner, nanos, silent));
            }
        }
        silences.clear();
        silences.putAll(seen);
        return silent;
    }

    private Silence observe(Owner owner, long nanos, List<Owner> silent) {
        Silence before = silences.get(owner.name());
        if (before == null || !owner.isUnchangedSince(before.row())) {
            return new Silence(owner, nanos);
        }
        if (nanos - before.since() < patience(owner.state()).toNanos()) {
            return before;
        }
        silent.add(owner);
        return owner.state() == OwnerState.DEAD ? new Silence(owner, nanos) : before;
    }

    private Duration patience(OwnerState state) {
        return state == OwnerState.STOPPED ? restartGrace : deadAfter;
    }
}
