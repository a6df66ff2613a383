/** The address plan of the isolated network, and the filters that keep guests to it. */
@NullMarked
package io.honeypool.pool.isolation;

import org.jspecify.annotations.NullMarked;
