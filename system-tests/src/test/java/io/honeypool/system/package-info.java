/**
 * Black-box tests: the launcher, real clients, real guests, and nothing of the product's own classes but its contract.
 */
@NullMarked
package io.honeypool.system;

import org.jspecify.annotations.NullMarked;
