/** Records what passes through shells, commands and Telnet sessions, to be played again. */
@NullMarked
package io.honeypool.proxy.recording;

import org.jspecify.annotations.NullMarked;
