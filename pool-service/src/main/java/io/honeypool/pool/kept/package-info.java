/** Overlays of guests that are gone, kept for analysis: their rows, their files, their quota. */
@NullMarked
package io.honeypool.pool.kept;

import org.jspecify.annotations.NullMarked;
