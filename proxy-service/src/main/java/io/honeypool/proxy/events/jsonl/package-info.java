/** The default event sink: JSON Lines in a file. */
@NullMarked
package io.honeypool.proxy.events.jsonl;

import org.jspecify.annotations.NullMarked;
