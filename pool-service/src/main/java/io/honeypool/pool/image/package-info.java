/** Base images with their descriptors, and the overlays that guests write to. */
@NullMarked
package io.honeypool.pool.image;

import org.jspecify.annotations.NullMarked;
