/** The sensor: terminates the attacker's login protocols and relays to a leased guest. */
@NullMarked
package io.honeypool.proxy;

import org.jspecify.annotations.NullMarked;
