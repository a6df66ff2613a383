package io.honeypool.common.lease;

import java.time.Instant;

/**
 * Answer to {@code PUT /api/v1/leases/{lease}/connections/{connection}}.
 *
 * @param deadline when the connection counts as gone unless it is renewed again
 */
public record ConnectionRenewal(Instant deadline) {}
