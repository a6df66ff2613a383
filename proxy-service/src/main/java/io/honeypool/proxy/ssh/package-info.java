/** The SSH sensor and its guest side; the only package that knows Apache MINA SSHD. */
@NullMarked
package io.honeypool.proxy.ssh;

import org.jspecify.annotations.NullMarked;
