/** Files that attackers made in their guests: found on the disks of guests that are gone, stored, listed. */
@NullMarked
package io.honeypool.pool.guestfile;

import org.jspecify.annotations.NullMarked;
