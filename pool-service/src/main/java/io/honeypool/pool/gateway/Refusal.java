package io.honeypool.pool.gateway;

import java.util.Locale;

/** Why a connection gets no tunnel, and what it is told (RFC 9110, section 15). */
enum Refusal {
    /** Not HTTP, or not as it must be. */
    MALFORMED(400, "Bad Request"),
    /** Longer than any request of a sensor's. */
    TOO_LONG(431, "Request Header Fields Too Large"),
    /** Another method than CONNECT. */
    METHOD(405, "Method Not Allowed"),
    /** Another version of HTTP. */
    VERSION(505, "HTTP Version Not Supported"),
    /** Something else than a login port of a lease's guest. */
    DESTINATION(403, "Forbidden"),
    /** No token. */
    NO_TOKEN(407, "Proxy Authentication Required"),
    /** A token that nobody was given, or of a sensor that was revoked since. */
    UNKNOWN_TOKEN(407, "Proxy Authentication Required"),
    /** A token for another lease. */
    FOREIGN_TOKEN(403, "Forbidden"),
    /** A token whose connection was not renewed in time. */
    EXPIRED_TOKEN(403, "Forbidden"),
    /** A token whose connection or lease is over. */
    ENDED(403, "Forbidden"),
    /** The guest is on the host of another pool service. */
    OTHER_OWNER(421, "Misdirected Request"),
    /** The guest does not speak what is asked for. */
    NOT_OFFERED(502, "Bad Gateway"),
    /** The guest does not take the connection. */
    UNREACHABLE(502, "Bad Gateway"),
    /** There are as many tunnels as may be. */
    FULL(503, "Service Unavailable"),
    /** The database does not answer. */
    UNAVAILABLE(503, "Service Unavailable"),
    /** No TLS, or the peer went away, before there was a request. */
    NO_REQUEST(0, ""),
    /** No tunnel in the time that there is for it. */
    TOO_SLOW(0, ""),
    /** Made way for newer ones, of which there were too many. */
    CROWDED_OUT(0, "");

    private final int status;
    private final String phrase;

    Refusal(int status, String phrase) {
        this.status = status;
        this.phrase = phrase;
    }

    /** Whether the peer is told. */
    boolean hasAnswer() {
        return status > 0;
    }

    /** The whole response. */
    String response() {
        String more = switch (status) {
            case 405 -> "Allow: CONNECT\r\n";
            case 407 -> "Proxy-Authenticate: Bearer realm=\"honeypool\"\r\n";
            default -> "";
        };
        return "HTTP/1.1 " + status + " " + phrase + "\r\n" + more + "Content-Length: 0\r\nConnection: close\r\n\r\n";
    }

    /** Its name in metrics and the log. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
