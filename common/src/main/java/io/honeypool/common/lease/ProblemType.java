package io.honeypool.common.lease;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The stable {@code type}s of the pool's problem details (RFC 9457, section 3.1.1). */
public enum ProblemType {
    /** 400: a body, parameter or address that cannot be read. */
    INVALID_REQUEST,
    /** 401: no token, or one that the pool does not know. */
    UNAUTHENTICATED,
    /** 403: a known token whose role may not do this. */
    FORBIDDEN,
    /** 404: no such lease, guest or connection. */
    NOT_FOUND,
    /** 409: the guest's or lease's state does not allow it. */
    CONFLICT,
    /** 409: what is asked for is on the host of another pool service; the detail names it. */
    OTHER_OWNER,
    /** 503: as much of it is under way as may be; the answer says when to try again. */
    BUSY,
    /** 507: the pool's disk has no room for it. */
    NO_ROOM,
    /** 503: no guest is free; the answer says when to try again. */
    POOL_EXHAUSTED,
    /** 503: the source's network has as many leases as it may; the answer says when to try again. */
    NETWORK_LIMIT,
    /** 503: the pool cannot reach its database or hypervisor. */
    UNAVAILABLE,
    /** 500: a fault of the pool itself; its diagnostic log says more. */
    INTERNAL;

    private static final String PREFIX = "urn:honeypool:problem:";

    /** The type's URI. */
    public URI uri() {
        return URI.create(PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The type that a URI names, if it is one of ours. */
    public static Optional<ProblemType> of(URI uri) {
        return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findFirst();
    }
}
