/** What the sensor counts, for Prometheus. */
@NullMarked
package io.honeypool.proxy.metrics;

import org.jspecify.annotations.NullMarked;
