/** Files in the SSH File Transfer Protocol, versions 3 to 6. */
@NullMarked
package io.honeypool.proxy.capture.sftp;

import org.jspecify.annotations.NullMarked;
