package io.honeypool.pool.evidence;

import java.util.List;

/**
 * Which sessions are forgotten next, and why. A session is told whole or not at all, so it goes whole.
 *
 * @param sessions the oldest first; empty if all may stay
 */
record ExpiryChoice(ExpiryReason reason, List<OldSession> sessions) {

    ExpiryChoice {
        sessions = List.copyOf(sessions);
    }

    /**
     * A session that may be forgotten.
     *
     * @param aged whether it is too old
     * @param bytes what its events take
     */
    record OldSession(String sensor, String session, boolean aged, long bytes) {}

    /**
     * Chooses; pure.
     *
     * @param oldest the oldest sessions, the oldest first
     * @param excess bytes that are to be freed; not positive if none
     */
    static ExpiryChoice of(List<OldSession> oldest, long excess) {
        List<OldSession> aged = oldest.stream().takeWhile(OldSession::aged).toList();
        if (!aged.isEmpty()) {
            return new ExpiryChoice(ExpiryReason.AGE, aged);
        }
        int count = 0;
        for (long freed = 0; count < oldest.size() && freed < excess; count++) {
            freed += oldest.get(count).bytes();
        }
        return new ExpiryChoice(ExpiryReason.QUOTA, oldest.subList(0, count));
    }
}
