/** The operator's settings as typed values, and what a start-up failure tells the operator. */
@NullMarked
package io.honeypool.pool.settings;

import org.jspecify.annotations.NullMarked;
