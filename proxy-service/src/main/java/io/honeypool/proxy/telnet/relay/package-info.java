/** Moves a Telnet connection's bytes both ways and reads along. */
@NullMarked
package io.honeypool.proxy.telnet.relay;

import org.jspecify.annotations.NullMarked;
