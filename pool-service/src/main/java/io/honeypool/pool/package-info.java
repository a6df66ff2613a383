/** The pool service: keeps guests warm, leases them by source address, isolates them, destroys them. */
@NullMarked
package io.honeypool.pool;

import org.jspecify.annotations.NullMarked;
