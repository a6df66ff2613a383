/** Contents of files on the pool's disk, each under its SHA-256: written, published, looked after. */
@NullMarked
package io.honeypool.pool.filestore;

import org.jspecify.annotations.NullMarked;
