/**
 * The tunnel through which a sensor on another host reaches its guests: HTTP CONNECT over TLS, one guest and login port
 * each.
 */
@NullMarked
package io.honeypool.pool.gateway;

import org.jspecify.annotations.NullMarked;
