package io.honeypool.proxy.lease;

import io.honeypool.common.lease.LeaseGrant;

/** What the pool answered to a session that asked for its guest. */
public sealed interface LeaseOutcome {

    /** There is a guest. */
    record Granted(LeaseGrant grant) implements LeaseOutcome {}

    /** There is none; {@code reason} is one of a few short words for events and metrics. */
    record Refused(String reason) implements LeaseOutcome {}
}
