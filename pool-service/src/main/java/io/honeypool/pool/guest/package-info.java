/** The guest aggregate: its states, its one transition table, its rows. */
@NullMarked
package io.honeypool.pool.guest;

import org.jspecify.annotations.NullMarked;
