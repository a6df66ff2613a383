/** What a relay needs whatever its protocol: bounds of what waits, the order of answers, and who reads along. */
@NullMarked
package io.honeypool.proxy.relay;

import org.jspecify.annotations.NullMarked;
