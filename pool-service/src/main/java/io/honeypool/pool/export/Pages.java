package io.honeypool.pool.export;

import io.honeypool.pool.evidence.Position;
import io.honeypool.pool.evidence.Slice;
import java.util.Optional;
import java.util.function.Function;

/** Goes through a list page by page; between two pages nothing is held but where the next one begins. */
final class Pages {

    private Pages() {}

    /** What is done with an entry. */
    @FunctionalInterface
    interface Use<T, E extends Exception> {
        void of(T item) throws E;
    }

    static <T, E extends Exception> void each(Function<Slice.Wanted, Slice<T>> list, int size, Use<T, E> use) throws E {
        Optional<Position> after = Optional.empty();
        do {
            Slice<T> page = list.apply(new Slice.Wanted(after, size));
            for (T item : page.items()) {
                use.of(item);
            }
            after = Optional.ofNullable(page.next());
        } while (after.isPresent());
    }
}
