/** Sensors with a token of their own: enrolled, joined, revoked. */
@NullMarked
package io.honeypool.pool.sensor;

import org.jspecify.annotations.NullMarked;
