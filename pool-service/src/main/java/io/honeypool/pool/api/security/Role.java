package io.honeypool.pool.api.security;

import java.util.Locale;

/** What a token entitles to. */
enum Role {
    /** Leases guests and gives them back. */
    SENSOR,
    /** Sees everything and may end leases, hold and retire guests. */
    OPERATOR,
    /** Sees leases, guests and the pool. */
    VIEWER,
    /** Reads health and figures. */
    METRICS;

    /** The name of its token file. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT) + ".token";
    }

    /** The authority that Spring Security knows it by. */
    String authority() {
        return "ROLE_" + name();
    }
}
