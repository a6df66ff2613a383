/** Artifacts: files that attackers move into their guests and out of them, kept as they pass. */
@NullMarked
package io.honeypool.proxy.capture;

import org.jspecify.annotations.NullMarked;
