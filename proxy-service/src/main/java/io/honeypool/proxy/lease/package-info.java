/** Gets the guest for a session from the pool, keeps it and gives it back. */
@NullMarked
package io.honeypool.proxy.lease;

import org.jspecify.annotations.NullMarked;
