/**
 * What others know this host by: a certificate authority of the pool's own, the certificate of the host, the API over
 * TLS.
 */
@NullMarked
package io.honeypool.pool.tls;

import org.jspecify.annotations.NullMarked;
