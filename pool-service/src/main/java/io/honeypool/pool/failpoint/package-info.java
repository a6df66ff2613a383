/** Ends the process at a chosen step, so that tests see what a crash there leaves behind. */
@NullMarked
package io.honeypool.pool.failpoint;

import org.jspecify.annotations.NullMarked;
