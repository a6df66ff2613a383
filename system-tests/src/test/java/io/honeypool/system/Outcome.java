package io.honeypool.system;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of something that a guest sends. */
enum Outcome {
    /** It gets no further than the guest's own network filter. */
    BLOCKED("blocked"),
    /** The pool host sees it and does nothing with it. */
    HOST("ends at the host"),
    /** The pool host answers it. */
    HOST_ANSWERS("host answers"),
    /** It gets to where it was sent on the internet. */
    INTERNET("passes"),
    /** And the answer comes back. */
    INTERNET_ANSWERS("answered");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** Where something was seen that a guest sent. */
    enum Place {
        /** It came to the pool host's own interface on the guests' network. */
        HOST,
        /** It was about to go out to another guest. */
        NEIGHBOUR,
        /** It left the guests' network. */
        OUTSIDE,
        /** It came to a host of the operator's network. */
        LAN,
        /** It came to a host of the internet. */
        INTERNET,
        /** Something with its mark came back to the guest. */
        ANSWER
    }

    /** Where it is seen then, and nowhere else. */
    Set<Place> places() {
        return switch (this) {
            case BLOCKED -> Set.of();
            case HOST -> Set.of(Place.HOST);
            case HOST_ANSWERS -> Set.of(Place.HOST, Place.ANSWER);
            case INTERNET -> Set.of(Place.HOST, Place.OUTSIDE, Place.INTERNET);
            case INTERNET_ANSWERS -> Set.of(Place.HOST, Place.OUTSIDE, Place.INTERNET, Place.ANSWER);
        };
    }

    /** In a word, as the table has it. */
    String word() {
        return word;
    }

    /** In a word what these places mean. */
    static String word(Set<Place> seen) {
        return Stream.of(values())
                .filter(outcome -> outcome.places().equals(seen))
                .map(Outcome::word)
                .findFirst()
                .orElseGet(() -> new TreeSet<>(seen)
                        .stream()
                                .map(place -> place.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" + ", "SEEN AT ", "")));
    }
}
