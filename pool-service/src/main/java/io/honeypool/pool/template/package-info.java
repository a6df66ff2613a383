/** Libvirt's documents as XML templates: the built-in ones, and those of an operator that take their place. */
@NullMarked
package io.honeypool.pool.template;

import org.jspecify.annotations.NullMarked;
