package io.honeypool.proxy.ssh.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Channels by the numbers that one peer calls them by. Numbers are ours to choose (RFC 4254, section 5.1) and are taken
 * as OpenSSH takes them, the lowest free one first, or as somebody else would have. Thread-safe.
 *
 * @param <C> what has a number
 */
final class Numbers<C> {

    /** Numbers that are worth to be the same on both sides; a peer may choose any for its own. */
    private static final long HIGHEST_PREFERRED = 0xffff;

    private final Map<Long, C> taken = new ConcurrentHashMap<>();

    /** Takes a number, the preferred one if it is free. */
    long take(long preferred, C channel) {
        if (preferred <= HIGHEST_PREFERRED && taken.putIfAbsent(preferred, channel) == null) {
            return preferred;
        }
        return takeLowest(channel);
    }

    /** Takes the lowest free number. */
    long takeLowest(C channel) {
        long number = 0;
        while (taken.putIfAbsent(number, channel) != null) {
            number++;
        }
        return number;
    }

    /** What has a number; null if nothing. */
    @Nullable C get(long number) {
        return taken.get(number);
    }

    /** Makes a number free again. */
    void free(long number) {
        taken.remove(number);
    }

    void forEach(Consumer<C> action) {
        taken.values().forEach(action);
    }

    int size() {
        return taken.size();
    }
}
