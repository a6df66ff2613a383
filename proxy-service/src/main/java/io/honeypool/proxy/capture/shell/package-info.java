/** Files that are made by commands of a shell: what commands do, as far as it can be told without running them. */
@NullMarked
package io.honeypool.proxy.capture.shell;

import org.jspecify.annotations.NullMarked;
