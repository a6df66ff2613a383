package io.honeypool.pool.evidence;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items what is on it
 * @param next where the next one begins; null if there is none
 */
public record Slice<T>(List<T> items, @Nullable Position next) {

    public Slice {
        items = List.copyOf(items);
    }

    /**
     * Which part of a list is wanted.
     *
     * @param after behind this place; empty for the beginning
     * @param size how many items at most
     */
    public record Wanted(Optional<Position> after, int size) {}

    /**
     * Cuts a page.
     *
     * @param found as many items as were wanted and one more, if there are that many
     * @param place of an item
     */
    static <T> Slice<T> of(List<T> found, int size, Function<T, Position> place) {
        if (found.size() <= size) {
            return new Slice<>(found, null);
        }
        List<T> items = found.subList(0, size);
        return new Slice<>(items, place.apply(items.getLast()));
    }

    /** The same page of other things. */
    public <R> Slice<R> map(Function<? super T, ? extends R> change) {
        return new Slice<R>(items.stream().<R>map(change).toList(), next);
    }
}
