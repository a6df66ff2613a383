/** Files in the copy protocol of BSD's rcp, which scp speaks with {@code -O} and before OpenSSH 9. */
@NullMarked
package io.honeypool.proxy.capture.scp;

import org.jspecify.annotations.NullMarked;
