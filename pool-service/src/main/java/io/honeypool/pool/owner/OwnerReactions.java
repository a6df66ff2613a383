package io.honeypool.pool.owner;

import org.springframework.stereotype.Component;

/** What heartbeats lead to. */
@Component
record OwnerReactions(OwnerDeaths deaths, OwnerMetrics metrics, ProcessEnd end) {}
