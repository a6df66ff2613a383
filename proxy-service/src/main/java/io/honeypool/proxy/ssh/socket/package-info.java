/** The sockets of the SSH sensor: a few threads that never wait for each other, one for both ends of a session. */
@NullMarked
package io.honeypool.proxy.ssh.socket;

import org.jspecify.annotations.NullMarked;
