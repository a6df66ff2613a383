/** Keeps guests ready: compares what is wanted with what is there, and acts on the difference. */
@NullMarked
package io.honeypool.pool.provisioning;

import org.jspecify.annotations.NullMarked;
