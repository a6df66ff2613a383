package io.honeypool.proxy.auth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the sources have tried, and with what they won, as digests of fixed size. Bounded: the source that was away
 * longest is forgotten first. Not thread-safe.
 */
final class TryBook {

    private final TriesSettings settings;
    private final IntSupplier draw;
    private final SequencedMap<String, Source> sources = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<String> winners = new ArrayDeque<>();
    private boolean changed;

    /**
     * An empty book.
     *
     * @param draw the number of tries that the next new source needs
     */
    TryBook(TriesSettings settings, IntSupplier draw) {
        this.settings = settings;
        this.draw = draw;
    }

    /**
     * One source.
     *
     * @param name its address or network
     * @param needed how many different tries it needs, the winning one among them
     * @param refused digests of what was refused, fewer than needed
     * @param winner digest of what let it in
     */
    record Source(
            String name,
            int needed,
            List<String> refused,
            @Nullable String winner) {

        Source {
            Objects.requireNonNull(name, "a source without a name");
            refused = List.copyOf(refused);
        }

        private Source wonWith(String digest) {
            return new Source(name, needed, List.of(), digest);
        }

        private Source refusedOnceMore(String digest) {
            List<String> more = new ArrayList<>(refused);
            more.add(digest);
            return new Source(name, needed, more, winner);
        }
    }

    /**
     * All of it, as it is kept in a file.
     *
     * @param sources the sources, the one that was away longest first
     * @param winners digests of the last winners, oldest first
     */
    record Content(List<Source> sources, List<String> winners) {

        Content {
            sources = List.copyOf(sources);
            winners = List.copyOf(winners);
        }
    }

    /** Whether this try wins; the same try has the same answer for as long as its source is remembered. */
    boolean tried(String name, String digest) {
        Source source = sources.get(name);
        if (source == null) {
            source = new Source(name, draw.getAsInt(), List.of(), null);
            put(source);
            trim();
        }
        if (source.winner() != null) {
            return source.winner().equals(digest);
        }
        if (source.refused().contains(digest)) {
            return false;
        }
        if (winners.contains(digest)) {
            put(source.wonWith(digest));
            return true;
        }
        if (source.refused().size() + 1 < source.needed()) {
            put(source.refusedOnceMore(digest));
            return false;
        }
        put(source.wonWith(digest));
        share(digest);
        return true;
    }

    /**
     * Whether there is something to keep since the last time this was asked. That a source came back with what is known
     * already is not worth a file: it only moves it in the order in which sources are forgotten.
     */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    Content content() {
        return new Content(List.copyOf(sources.values()), List.copyOf(winners));
    }

    /** Takes what a file holds, as far as there is room. */
    void restore(Content content) {
        for (Source source : content.sources()) {
            sources.put(source.name(), source);
            trim();
        }
        content.winners().forEach(this::share);
    }

    private void put(Source source) {
        sources.put(source.name(), source);
        changed = true;
    }

    private void share(String digest) {
        winners.addLast(digest);
        if (winners.size() > settings.sharedWinners()) {
            winners.removeFirst();
        }
    }

    private void trim() {
        while (sources.size() > settings.sources()) {
            Map.Entry<String, Source> oldest = sources.firstEntry();
            sources.remove(oldest.getKey());
        }
    }
}
