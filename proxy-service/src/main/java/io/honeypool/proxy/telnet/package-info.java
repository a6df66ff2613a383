/** The Telnet sensor. */
@NullMarked
package io.honeypool.proxy.telnet;

import org.jspecify.annotations.NullMarked;
