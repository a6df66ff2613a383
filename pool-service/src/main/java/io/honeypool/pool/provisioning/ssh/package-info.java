/** Runs scripts in guests over SSH; the only package that imports Apache MINA SSHD. */
@NullMarked
package io.honeypool.pool.provisioning.ssh;

import org.jspecify.annotations.NullMarked;
