/** The sensor's own login prompt, which needs no guest before somebody is let in. */
@NullMarked
package io.honeypool.proxy.telnet.own;

import org.jspecify.annotations.NullMarked;
