package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.InvalidRequestException;
import io.honeypool.pool.evidence.Position;
import io.honeypool.pool.evidence.Slice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of the evidence.
 *
 * @param items what is on it
 * @param next what {@code after} must be for the next one; null if this is the last
 */
record EvidencePage<T>(List<T> items, @Nullable String next) {

    private static final int LARGEST = 500;

    /** Which page is wanted, as it stands in a query. */
    record Wanted(@Nullable String after, @Nullable Integer size) {

        private static final int USUAL = 50;

        Slice.Wanted read() {
            int items = size == null ? USUAL : size;
            if (items < 1 || items > LARGEST) {
                throw new InvalidRequestException("size must be 1 to " + LARGEST + ".");
            }
            return new Slice.Wanted(Optional.ofNullable(after).map(Position::parse), items);
        }
    }

    static <T> EvidencePage<T> of(Slice<T> slice) {
        Position next = slice.next();
        return new EvidencePage<>(slice.items(), next == null ? null : next.toString());
    }
}
