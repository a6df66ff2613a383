/** The login dialogue of Telnet: prompts, what is typed at them, and what becomes of it. */
@NullMarked
package io.honeypool.proxy.telnet.login;

import org.jspecify.annotations.NullMarked;
