/** Who may call the API: tokens, roles, and what happens to the rest. */
@NullMarked
package io.honeypool.pool.api.security;

import org.jspecify.annotations.NullMarked;
