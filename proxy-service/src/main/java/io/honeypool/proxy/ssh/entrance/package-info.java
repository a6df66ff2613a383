/** The listening socket's side of the SSH sensor: who is at the other end, and when it was last heard of. */
@NullMarked
package io.honeypool.proxy.ssh.entrance;

import org.jspecify.annotations.NullMarked;
