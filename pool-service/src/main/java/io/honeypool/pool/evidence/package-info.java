/** What sensors saw, kept to be asked for. */
@NullMarked
package io.honeypool.pool.evidence;

import org.jspecify.annotations.NullMarked;
