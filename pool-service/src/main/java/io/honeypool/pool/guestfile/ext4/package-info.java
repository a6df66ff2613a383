/**
 * Reads ext2, ext3 and ext4 file systems that attackers may have made: read only, bounded, in no process of its own.
 */
@NullMarked
package io.honeypool.pool.guestfile.ext4;

import org.jspecify.annotations.NullMarked;
