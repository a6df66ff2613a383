/** Benchmarks that need more than a shell: programs that {@code deploy/bench} starts against the running services. */
@NullMarked
package io.honeypool.system.bench;

import org.jspecify.annotations.NullMarked;
