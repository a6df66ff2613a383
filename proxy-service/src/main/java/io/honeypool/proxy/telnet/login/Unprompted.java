package io.honeypool.proxy.telnet.login;

import java.time.Duration;

/**
 * Tells a guest that never asks for a login: one that has none, one whose prompts are not recognised, or one that was
 * got into another way. Not thread-safe.
 */
final class Unprompted {

    private static final Duration AT_A_SHELL = Duration.ofMillis(500);
    private static final Duration AT_ANYTHING = Duration.ofSeconds(30);

    private final Prompts prompts;
    private boolean heard;
    private boolean asked;

    Unprompted(Prompts prompts) {
        this.prompts = prompts;
    }

    /** The guest showed something. */
    void heard() {
        heard = true;
    }

    /** The guest asked for a name or a password. */
    void asked() {
        asked = true;
    }

    boolean isPossible() {
        return heard && !asked;
    }

    /** Whether the guest waits for something else, at this line and after this time without output. */
    boolean isIn(String line, Duration silence) {
        return isPossible()
                && silence.compareTo(!line.isBlank() && prompts.isShell(line) ? AT_A_SHELL : AT_ANYTHING) >= 0;
    }
}
