/** The REST API: leases, guests and the pool, who may call them, and problem details. */
@NullMarked
package io.honeypool.pool.api;

import org.jspecify.annotations.NullMarked;
