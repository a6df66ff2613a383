/** Decides login attempts by the operator's rule file. */
@NullMarked
package io.honeypool.proxy.auth;

import org.jspecify.annotations.NullMarked;
