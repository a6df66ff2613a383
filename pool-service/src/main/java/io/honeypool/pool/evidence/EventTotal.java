package io.honeypool.pool.evidence;

/** How many events there are of all sensors, and about what they take. */
record EventTotal(long events, long bytes) {}
