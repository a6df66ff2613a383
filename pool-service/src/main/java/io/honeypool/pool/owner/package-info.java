/** Several pool services on one database: who owns which guests, who is alive, and what time it is. */
@NullMarked
package io.honeypool.pool.owner;

import org.jspecify.annotations.NullMarked;
