/** The port to the hypervisor and its vocabulary: domains, networks, filters, acceleration. */
@NullMarked
package io.honeypool.pool.hypervisor;

import org.jspecify.annotations.NullMarked;
