/** Sinks that speak protocols of others: webhooks, syslog, Kafka and Elasticsearch. */
@NullMarked
package io.honeypool.proxy.events.remote;

import org.jspecify.annotations.NullMarked;
