/**
 * The connection protocol (RFC 4254) between an attacker and its guest: messages are passed on as they come, so that
 * the guest's own sshd answers them.
 */
@NullMarked
package io.honeypool.proxy.ssh.connection;

import org.jspecify.annotations.NullMarked;
