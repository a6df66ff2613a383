package io.honeypool.pool.evidence;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where a list goes on: behind the last entry of a page, by what the list is ordered by. Callers get it as text that
 * means nothing to them.
 */
public final class Position {

    private static final int LONGEST = 400;

    private final List<String> parts;

    private Position(List<String> parts) {
        this.parts = parts;
    }

    /** A place. */
    static Position of(Object... parts) {
        return new Position(Arrays.stream(parts).map(Object::toString).toList());
    }

    /**
     * Reads what {@link #toString()} made.
     *
     * @throws WrongPositionException if it is anything else; that it is of another list shows when it is used
     */
    public static Position parse(String text) {
        if (text.length() > LONGEST) {
            throw new WrongPositionException();
        }
        try {
            String read = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            if (!read.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                throw new WrongPositionException();
            }
            return new Position(List.of(read.split(" ", -1)));
        } catch (IllegalArgumentException wrong) {
            throw new WrongPositionException();
        }
    }

    String text(int part) {
        if (part >= parts.size()) {
            throw new WrongPositionException();
        }
        return parts.get(part);
    }

    long number(int part) {
        try {
            return Long.parseLong(text(part));
        } catch (NumberFormatException wrong) {
            throw new WrongPositionException();
        }
    }

    OffsetDateTime time(int part) {
        try {
            Instant time = Instant.parse(text(part));
            if (!EventFilter.isTime(time)) {
                throw new WrongPositionException();
            }
            return Conditions.time(time);
        } catch (DateTimeException wrong) {
            throw new WrongPositionException();
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(" ", parts).getBytes(StandardCharsets.UTF_8));
    }
}
