/** Artifacts: the content of files, stored once under its SHA-256. */
@NullMarked
package io.honeypool.proxy.capture.store;

import org.jspecify.annotations.NullMarked;
