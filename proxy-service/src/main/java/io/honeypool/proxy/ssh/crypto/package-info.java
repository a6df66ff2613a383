/** What OpenSSH encrypts and authenticates with and MINA lacks or does slowly. */
@NullMarked
package io.honeypool.proxy.ssh.crypto;

import org.jspecify.annotations.NullMarked;
