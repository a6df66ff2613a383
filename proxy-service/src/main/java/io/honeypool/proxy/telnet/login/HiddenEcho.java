package io.honeypool.proxy.telnet.login;

import org.jspecify.annotations.Nullable;

/**
 * Takes out of a guest's output the echo of what was sent in the attacker's place. Nothing but blanks may stand before
 * it. Not thread-safe.
 */
final class HiddenEcho {

    private byte @Nullable [] expected;
    private int matched;

    /** Something was sent whose echo is to be hidden. */
    void expect(byte[] sent) {
        expected = sent.length == 0 ? null : sent;
        matched = 0;
    }

    /** What became of a byte of output. */
    enum Verdict {
        /** There is nothing to hide. */
        PASS,
        /** It may be part of the echo. */
        HELD,
        /** It was the last byte of the echo, which is hidden now. */
        HIDDEN,
        /** There is no echo: what was held, {@link #held}, and this byte are something else. */
        NO_ECHO
    }

    Verdict take(byte b) {
        byte[] echo = expected;
        if (echo == null || (matched == 0 && (b == ' ' || b == 0))) {
            return Verdict.PASS;
        }
        if (b != echo[matched]) {
            expected = null;
            return Verdict.NO_ECHO;
        }
        if (++matched == echo.length) {
            expected = null;
            return Verdict.HIDDEN;
        }
        return Verdict.HELD;
    }

    /** How many bytes of the echo were held when it turned out to be none. */
    int held() {
        return matched;
    }
}
