/** What the pool says about itself in figures. */
@NullMarked
package io.honeypool.pool.metrics;

import org.jspecify.annotations.NullMarked;
