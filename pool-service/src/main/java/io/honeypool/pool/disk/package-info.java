/** How much room the state's file system has, and what is not begun without. */
@NullMarked
package io.honeypool.pool.disk;

import org.jspecify.annotations.NullMarked;
