package io.honeypool.proxy.ssh;

import io.honeypool.common.lease.LeaseGrant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The passwords that guests' accounts may have by now: an attacker that changes one comes back and types it. What
 * worked is remembered for a bounded number of guests. Thread-safe.
 */
final class GuestPasswords {

    private static final int MOST_GUESTS = 10_000;

    private final SequencedMap<UUID, String> changed = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What to try, likeliest first.
     *
     * @param typed what the attacker was let in with; null if it has no password
     */
    synchronized List<String> toTry(LeaseGrant grant, @Nullable String typed) {
        return Stream.of(changed.get(grant.guestId()), grant.credentials().password(), typed)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The guest took this one. */
    synchronized void worked(LeaseGrant grant, String password) {
        if (password.equals(grant.credentials().password())) {
            changed.remove(grant.guestId());
        } else {
            changed.put(grant.guestId(), password);
            if (changed.size() > MOST_GUESTS) {
                changed.pollFirstEntry();
            }
        }
    }
}
