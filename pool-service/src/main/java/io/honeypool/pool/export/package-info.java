/** Evidence in the formats of other programs. */
@NullMarked
package io.honeypool.pool.export;

import org.jspecify.annotations.NullMarked;
