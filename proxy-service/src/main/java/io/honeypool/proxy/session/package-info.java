/** One attacker connection: its identity, its limits and the scope of what is attached to it. */
@NullMarked
package io.honeypool.proxy.session;

import org.jspecify.annotations.NullMarked;
