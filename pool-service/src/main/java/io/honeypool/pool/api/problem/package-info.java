/** Problem details (RFC 9457): how every refusal and failure is answered. */
@NullMarked
package io.honeypool.pool.api.problem;

import org.jspecify.annotations.NullMarked;
