/** What a relay needs whatever its protocol: bounds of what waits, and the order of answers. */
@NullMarked
package io.honeypool.proxy.relay;

import org.jspecify.annotations.NullMarked;
