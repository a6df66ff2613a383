package io.honeypool.system;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Something that is tried from inside a guest, and what must become of it.
 *
 * @param title what is tried
 * @param deny what becomes of it under the policy {@code deny}
 * @param dns and under {@code dns}
 * @param limited and under {@code limited}
 * @param attempt how it is tried
 */
record Probe(String title, Outcome deny, Outcome dns, Outcome limited, Attempt attempt) {

    /** An egress policy. */
    enum Policy {
        DENY,
        DNS,
        LIMITED;

        /** As it stands in settings. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How something is tried. */
    sealed interface Attempt {}

    /** By frames, each with the mark. */
    @FunctionalInterface
    non-sealed interface Frames extends Attempt {
        Stream<byte[]> of(Surroundings guest, String mark);
    }

    /** By so many frames that most must be dropped where the first ones pass. */
    record Flood(Frames frames) implements Attempt {}

    /** By a connection of the guest's own TCP; it succeeds if the other end says something. */
    @FunctionalInterface
    non-sealed interface Connection extends Attempt {
        /** The other end, as address and port. */
        Target of(Surroundings guest);
    }

    /** Where a connection goes to. */
    record Target(String address, int port) {}

    Outcome under(Policy policy) {
        return switch (policy) {
            case DENY -> deny;
            case DNS -> dns;
            case LIMITED -> limited;
        };
    }

    /** Its line of the table. */
    String line() {
        return "| " + String.join(" | ", List.of(title, word(deny), word(dns), word(limited))) + " |";
    }

    /** The word for an outcome; of a flood only a part gets through. */
    String word(Outcome outcome) {
        return outcome != Outcome.BLOCKED && attempt instanceof Flood ? "slowed down" : outcome.word();
    }
}
