package io.honeypool.proxy.events;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where events go.
 *
 * @param file the JSON Lines file; by default {@code events/events.jsonl} in the sensor's state directory
 * @param rotation when another file is begun
 * @param pool whether the pool gets them too
 * @param webhook a URL that gets them too
 * @param syslog a syslog server that gets them too
 * @param kafka a Kafka topic that gets them too
 * @param elasticsearch an Elasticsearch or OpenSearch cluster that gets them too
 * @param spool what waits for sinks on other hosts
 */
public record EventSettings(
        @Nullable Path file,
        @Valid @DefaultValue Rotation rotation,
        @Valid @DefaultValue Pool pool,
        @Valid @DefaultValue Webhook webhook,
        @Valid @DefaultValue Syslog syslog,
        @Valid @DefaultValue Kafka kafka,
        @Valid @DefaultValue Elasticsearch elasticsearch,
        @Valid @DefaultValue Spool spool) {

    /**
     * When another file is begun.
     *
     * @param size before a line would make it larger; zero for any size
     * @param daily at midnight, UTC
     * @param keep how many of those before are kept; zero for all
     */
    public record Rotation(
            @DefaultValue("100MB") @NotNull DataSize size,
            @DefaultValue("true") boolean daily,
            @DefaultValue("30") @Min(0) int keep) {}

    /**
     * The pool as a sink.
     *
     * @param enabled whether it is one; when unset it is where guests are a pool's
     */
    public record Pool(@Nullable Boolean enabled) {}

    /**
     * A webhook as a sink.
     *
     * @param url where events are posted; nowhere when unset
     * @param secretFile file whose one line they are signed with
     */
    public record Webhook(@Nullable URI url, @Nullable Path secretFile) {}

    /**
     * A syslog server as a sink.
     *
     * @param host its name or address; none when unset
     * @param tls whether it is spoken to over TLS
     * @param authority certificates that it is known by, in PEM; Java's own when unset
     * @param confirm whether each batch is a connection, whose end tells that it was read
     * @param format what the text of a message is
     */
    public record Syslog(
            @Nullable String host,
            @DefaultValue("6514") @Min(1) @Max(65_535) int port,
            @DefaultValue("true") boolean tls,
            @Nullable Path authority,
            @DefaultValue("true") boolean confirm,
            @DefaultValue("json") @NotNull Format format) {

        /** The text of a message. */
        public enum Format {
            /** The event itself. */
            JSON,
            /** The Common Event Format, with the event itself in it. */
            CEF
        }
    }

    /**
     * A topic of a Kafka cluster as a sink.
     *
     * @param servers brokers that the others are learned from, each HOST:PORT; no sink when empty
     * @param tls whether they are spoken to over TLS
     * @param authority certificates that they are known by, in PEM; Java's own when unset
     * @param login how the sensor logs in
     * @param username as whom
     * @param password the account's password
     * @param passwordFile file whose one line is the password, instead of {@code password}
     */
    public record Kafka(
            @DefaultValue List<String> servers,
            @DefaultValue("honeypool-events") @NotBlank String topic,
            @DefaultValue("true") boolean tls,
            @Nullable Path authority,
            @DefaultValue("none") @NotNull Login login,
            @Nullable String username,
            @Nullable String password,
            @Nullable Path passwordFile) {

        /** How a sensor logs in to Kafka (SASL). */
        public enum Login {
            /** Not at all. */
            NONE,
            /** With the password itself. */
            PLAIN,
            /** Without telling the password, by SHA-256. */
            SCRAM_SHA_256,
            /** Without telling the password, by SHA-512. */
            SCRAM_SHA_512
        }

        /** Leaves the password out, so that no log line can hold it. */
        @Override
        public String toString() {
            return "Kafka[servers=" + servers + ", topic=" + topic + ", tls=" + tls + ", authority=" + authority
                    + ", login=" + login + ", username=" + username + ", passwordFile=" + passwordFile + "]";
        }
    }

    /**
     * An Elasticsearch or OpenSearch cluster as a sink.
     *
     * @param urls nodes, one after the other; no sink when empty
     * @param index the index, or what names of indexes begin with
     * @param layout what {@code index} is
     * @param authority certificates that they are known by, in PEM; Java's own when unset
     * @param username who the sensor is there
     * @param password the account's password
     * @param passwordFile file whose one line is the password, instead of {@code password}
     * @param apiKey an encoded API key, instead of an account
     * @param apiKeyFile file whose one line is the API key, instead of {@code apiKey}
     */
    public record Elasticsearch(
            @DefaultValue List<URI> urls,
            @DefaultValue("honeypool-events") @NotBlank String index,
            @DefaultValue("daily") @NotNull Layout layout,
            @Nullable Path authority,
            @Nullable String username,
            @Nullable String password,
            @Nullable Path passwordFile,
            @Nullable String apiKey,
            @Nullable Path apiKeyFile) {

        /** Where events are put. */
        public enum Layout {
            /** An index for each day of events, UTC. */
            DAILY,
            /** A data stream. */
            DATA_STREAM
        }

        /** Leaves the secrets out, so that no log line can hold them. */
        @Override
        public String toString() {
            return "Elasticsearch[urls=" + urls + ", index=" + index + ", layout=" + layout + ", authority=" + authority
                    + ", username=" + username + ", passwordFile=" + passwordFile + ", apiKeyFile=" + apiKeyFile + "]";
        }
    }

    /**
     * What waits on disk, for each sink on its own.
     *
     * @param quota bytes after which new events are dropped
     */
    public record Spool(@DefaultValue("1GB") @NotNull DataSize quota) {}
}
