package io.honeypool.proxy.shipping;

import java.time.Duration;
import java.util.Optional;

/** What is said, where evidence goes, about a file. */
public sealed interface Answer {

    /** It is not there and may come. */
    record Wanted() implements Answer {}

    /** It is there, since this call or from before. */
    record Taken() implements Answer {}

    /** It will never be taken as it is. */
    record Refused(String reason) implements Answer {}

    /** It may be taken another time. */
    record Later(String reason, Duration atLeast) implements Answer {}

    /** How long whoever has no room is left alone. */
    Duration NO_ROOM = Duration.ofMinutes(5);

    /** The longest that a sensor lets itself be told to wait. */
    Duration LONGEST = Duration.ofHours(1);

    /** What a status means when it was asked whether a file is there. */
    static Answer toHead(int status, Optional<String> retryAfter) {
        return switch (status) {
            case 204 -> new Taken();
            case 404 -> new Wanted();
            case 400 -> new Refused(status(status));
            default -> later(status, retryAfter);
        };
    }

    /** What a status means when a file was sent. One that this knows nothing about is worth another try. */
    static Answer toPut(int status, Optional<String> retryAfter) {
        return switch (status) {
            case 201, 204 -> new Taken();
            case 400, 413, 422 -> new Refused(status(status));
            default -> later(status, retryAfter);
        };
    }

    private static Answer later(int status, Optional<String> retryAfter) {
        return new Later(status(status), status == 507 ? NO_ROOM : seconds(retryAfter));
    }

    private static String status(int status) {
        return "answered with status " + status;
    }

    /** A date, which the header could be too, is taken for nothing. */
    private static Duration seconds(Optional<String> retryAfter) {
        String text = retryAfter.map(String::strip).orElse("");
        if (!text.matches("[0-9]{1,9}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(text));
        return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }
}
