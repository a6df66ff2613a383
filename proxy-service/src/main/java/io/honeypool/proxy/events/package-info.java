/** What happened, as data: events, the stream they form and the port they leave by. */
@NullMarked
package io.honeypool.proxy.events;

import org.jspecify.annotations.NullMarked;
