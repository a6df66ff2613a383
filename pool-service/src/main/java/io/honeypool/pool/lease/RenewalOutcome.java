package io.honeypool.pool.lease;

import java.time.Instant;

/** What comes of renewing a connection. */
public sealed interface RenewalOutcome {

    /** The connection counts until the new deadline. */
    record Renewed(Instant deadline) implements RenewalOutcome {}

    /** The lease is over, or the connection was released before. */
    record Over() implements RenewalOutcome {}

    /** There is no such connection. */
    record Unknown() implements RenewalOutcome {}
}
