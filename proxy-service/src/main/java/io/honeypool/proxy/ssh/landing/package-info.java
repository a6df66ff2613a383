/** Decides which account of its guest an attacker becomes, and makes it where there is none. */
@NullMarked
package io.honeypool.proxy.ssh.landing;

import org.jspecify.annotations.NullMarked;
