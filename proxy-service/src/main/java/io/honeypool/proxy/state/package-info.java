/** The sensor's own directory: what it keeps over restarts and how files get there whole. */
@NullMarked
package io.honeypool.proxy.state;

import org.jspecify.annotations.NullMarked;
