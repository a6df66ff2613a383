/** The attacker's SSH authentication (RFC 4252) as OpenSSH's server does it: methods, counting, delays. */
@NullMarked
package io.honeypool.proxy.ssh.login;

import org.jspecify.annotations.NullMarked;
