/** Files in rsync's protocol, versions 30 to 32, as far as they pass uncompressed. */
@NullMarked
package io.honeypool.proxy.capture.rsync;

import org.jspecify.annotations.NullMarked;
