package io.honeypool.proxy.lease;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code sensor enroll} prints on the pool's host: {@code honeypool-join:NAME@HOST:PORT/FINGERPRINT/TOKEN}.
 *
 * @param name what the sensor is called there
 * @param url base of the pool's REST API
 * @param fingerprint SHA-256 of the certificate of whoever vouches for that host, in base64url
 * @param token what one joins with, once
 */
record JoinString(String name, URI url, String fingerprint, String token) {

    private static final Pattern FORM = Pattern.compile(
            "honeypool-join:([A-Za-z0-9._-]{1,48})@((?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:]{2,39}\\]):[0-9]{1,5})"
                    + "/([A-Za-z0-9_-]{43})/([A-Za-z0-9_-]{43})");

    /** Reads it; empty if it is something else, or cut short. */
    static Optional<JoinString> parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JoinString(
                    parts.group(1), URI.create("https://" + parts.group(2)), parts.group(3), parts.group(4)));
        } catch (IllegalArgumentException noUri) {
            return Optional.empty();
        }
    }

    /** Leaves the token out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "JoinString[name=" + name + ", url=" + url + "]";
    }
}
