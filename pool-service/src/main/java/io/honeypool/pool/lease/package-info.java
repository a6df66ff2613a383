/** Hands guests out by source address, renews, releases and expires; touches only the database. */
@NullMarked
package io.honeypool.pool.lease;

import org.jspecify.annotations.NullMarked;
