/** What parsers say about files that they find in a stream, and who listens. */
@NullMarked
package io.honeypool.proxy.capture.file;

import org.jspecify.annotations.NullMarked;
