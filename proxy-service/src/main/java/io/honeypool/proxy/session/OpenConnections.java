package io.honeypool.proxy.session;

import io.honeypool.common.lease.SourceAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the open connections and decides whether there is room for one more. Holds no more than is open. Not
 * thread-safe.
 */
final class OpenConnections {

    private final AdmissionSettings settings;
    private final Map<String, Integer> sources = new HashMap<>();
    private final Map<String, Integer> networks = new HashMap<>();
    private final Map<String, Integer> logins = new HashMap<>();
    private int waiting;

    OpenConnections(AdmissionSettings settings) {
        this.settings = settings;
    }

    /**
     * The limit that keeps a connection out, if one does.
     *
     * @param source where it comes from
     * @param roll 0 to 99, the luck it has
     */
    Optional<String> limitFor(SourceAddress source, int roll) {
        if (settings.isExempt(source)) {
            return Optional.empty();
        }
        if (count(sources, settings.sourceKey(source)) >= settings.connectionsPerSource()) {
            return Optional.of("connections-per-source");
        }
        if (count(networks, settings.networkKey(source)) >= settings.connectionsPerNetwork()) {
            return Optional.of("connections-per-network");
        }
        return settings.dropsStartup(waiting, roll) ? Optional.of("startups") : Optional.empty();
    }

    /** Counts a connection that was let in. */
    void enter(SourceAddress source) {
        sources.merge(settings.sourceKey(source), 1, Integer::sum);
        networks.merge(settings.networkKey(source), 1, Integer::sum);
        waiting++;
    }

    /**
     * Counts a login of an open connection.
     *
     * @return false if the source has too many already
     */
    boolean logIn(SourceAddress source) {
        waiting--;
        String key = settings.sourceKey(source);
        logins.merge(key, 1, Integer::sum);
        return settings.isExempt(source) || count(logins, key) <= settings.loginsPerSource();
    }

    /** Forgets a connection. */
    void leave(SourceAddress source, boolean loggedIn) {
        lower(sources, settings.sourceKey(source));
        lower(networks, settings.networkKey(source));
        if (loggedIn) {
            lower(logins, settings.sourceKey(source));
        } else {
            waiting--;
        }
    }

    boolean isEmpty() {
        return waiting == 0 && sources.isEmpty() && networks.isEmpty() && logins.isEmpty();
    }

    private static int count(Map<String, Integer> counts, String key) {
        return counts.getOrDefault(key, 0);
    }

    private static void lower(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (ignored, count) -> count == 1 ? null : count - 1);
    }
}
