/** Brings the files that are evidence, artifacts and recordings, to where they are kept for longer. */
@NullMarked
package io.honeypool.proxy.shipping;

import org.jspecify.annotations.NullMarked;
