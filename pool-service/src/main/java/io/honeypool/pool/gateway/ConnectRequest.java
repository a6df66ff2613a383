package io.honeypool.pool.gateway;

import io.honeypool.common.lease.GatewayTarget;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a {@code CONNECT} request (RFC 9110, section 9.3.6; RFC 9112, sections 2 to 5), read more strictly than
 * it might be: what could be read in two ways is refused, as nobody with good intent sends it here.
 *
 * @param target what it asks for
 * @param token what it shows
 */
record ConnectRequest(GatewayTarget target, String token) {

    private static final int MOST_FIELDS = 32;
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern FIELD_VALUE = Pattern.compile("[!-~ \t]*");
    private static final Pattern REQUEST_LINE = Pattern.compile("([!-~]+) ([!-~]+) HTTP/([0-9]\\.[0-9])");
    /** RFC 6750, section 2.1, with a scheme in any case (RFC 9110, section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]+=*)");

    /**
     * Reads a head.
     *
     * @param head all of it, the empty line at its end included
     * @throws RefusedException if it asks for anything but a tunnel, or shows no token
     */
    static ConnectRequest parse(byte[] head) throws RefusedException {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r\n\r\n")) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
        String authority = authority(lines[0]);
        Fields fields = Fields.of(lines);
        if (fields.host == null || !fields.host.equalsIgnoreCase(authority)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        GatewayTarget target =
                GatewayTarget.parse(authority).orElseThrow(() -> new RefusedException(Refusal.DESTINATION));
        String token = Optional.ofNullable(fields.authorization)
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(shown -> shown.group(1))
                .orElseThrow(() -> new RefusedException(Refusal.NO_TOKEN));
        return new ConnectRequest(target, token);
    }

    private static String authority(String requestLine) throws RefusedException {
        Matcher parts = REQUEST_LINE.matcher(requestLine);
        if (!parts.matches()) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        if (!parts.group(3).equals("1.1")) {
            throw new RefusedException(Refusal.VERSION);
        }
        if (!parts.group(1).equals("CONNECT")) {
            throw new RefusedException(Refusal.METHOD);
        }
        return parts.group(2);
    }

    /** The fields that matter, each at most once. */
    private static final class Fields {

        private @Nullable String host;
        private @Nullable String authorization;

        static Fields of(String[] lines) throws RefusedException {
            if (lines.length - 1 > MOST_FIELDS) {
                throw new RefusedException(Refusal.TOO_LONG);
            }
            Fields fields = new Fields();
            for (int i = 1; i < lines.length; i++) {
                int colon = Math.max(lines[i].indexOf(':'), 0);
                String name = lines[i].substring(0, colon);
                String value = lines[i].substring(Math.min(colon + 1, lines[i].length()));
                if (!FIELD_NAME.matcher(name).matches()
                        || !FIELD_VALUE.matcher(value).matches()) {
                    throw new RefusedException(Refusal.MALFORMED);
                }
                fields.take(name, value.strip());
            }
            return fields;
        }

        private void take(String name, String value) throws RefusedException {
            if (name.equalsIgnoreCase("Host")) {
                host = onlyOne(host, value);
            } else if (name.equalsIgnoreCase("Proxy-Authorization")) {
                authorization = onlyOne(authorization, value);
            } else if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
                // a CONNECT has no content; what follows its head is the tunnel's
                throw new RefusedException(Refusal.MALFORMED);
            }
        }

        private static String onlyOne(@Nullable String before, String value) throws RefusedException {
            if (before != null) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            return value;
        }
    }

    /** Leaves the token out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "ConnectRequest[" + target + "]";
    }
}
