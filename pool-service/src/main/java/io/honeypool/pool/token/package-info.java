/** Tokens: random, told once, kept as hashes. */
@NullMarked
package io.honeypool.pool.token;

import org.jspecify.annotations.NullMarked;
