/** What tests run the pool with: a real database, and a hypervisor whose guests are sockets. */
@NullMarked
package io.honeypool.pool.testing;

import org.jspecify.annotations.NullMarked;
