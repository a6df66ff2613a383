/** Files that sensors captured, artifacts and recordings: brought to the pool, kept for as long as is set, found. */
@NullMarked
package io.honeypool.pool.evidencefile;

import org.jspecify.annotations.NullMarked;
