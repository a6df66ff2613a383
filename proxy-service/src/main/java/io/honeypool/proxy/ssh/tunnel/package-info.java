/** Has MINA's client speak over connections that were made elsewhere, such as the tunnel to a guest. */
@NullMarked
package io.honeypool.proxy.ssh.tunnel;

import org.jspecify.annotations.NullMarked;
