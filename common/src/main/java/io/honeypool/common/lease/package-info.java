/** The lease contract: what a sensor and a pool say to each other over REST, as values. */
@NullMarked
package io.honeypool.common.lease;

import org.jspecify.annotations.NullMarked;
