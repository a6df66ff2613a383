/** The Telnet protocol as bytes: what is data, what is a command, and what commands say (RFC 854, 855, 1073, 1572). */
@NullMarked
package io.honeypool.proxy.telnet.codec;

import org.jspecify.annotations.NullMarked;
