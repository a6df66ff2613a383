/** Moves bytes in order between two ends, whatever the protocol. */
@NullMarked
package io.honeypool.proxy.relay;

import org.jspecify.annotations.NullMarked;
