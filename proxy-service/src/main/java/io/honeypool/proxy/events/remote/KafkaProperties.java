package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.RemoteSinkException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** Makes the properties of a Kafka producer of what is set, so that what can be known to be wrong stops the start. */
final class KafkaProperties {

    private static final String PREFIX = "honeypool.sensor.events.kafka.";
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    private static final int HIGHEST_PORT = 65_535;

    private KafkaProperties() {}

    /**
     * Makes them.
     *
     * @param blockMillis how long a call may look for the topic
     * @throws RemoteSinkException if what is set cannot be used
     */
    static Map<String, Object> of(EventSettings.Kafka settings, int blockMillis) {
        expectTarget(settings);
        Map<String, Object> properties = new HashMap<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.servers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                "honeypool-sensor",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                blockMillis,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                blockMillis,
                // longer than anybody waits for it: what it gave up alone would leave a gap in the order
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                8L << 20,
                // the one that needs no native library
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "gzip"));
        // With more, a topic that is just being made can refuse the first request and take the second, whose sequence
        // number it knows nothing to compare with (KIP-360): then events stand in the wrong order.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.put(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                (settings.login() == EventSettings.Kafka.Login.NONE ? "" : "SASL_")
                        + (settings.tls() ? "SSL" : "PLAINTEXT"));
        trust(settings, properties);
        logIn(settings, properties);
        return properties;
    }

    private static void expectTarget(EventSettings.Kafka settings) {
        if (settings.servers().isEmpty()) {
            throw new RemoteSinkException(
                    "Kafka has no broker.", "Name some in " + PREFIX + "servers, or remove the setting.");
        }
        settings.servers().forEach(KafkaProperties::expectServer);
        if (!TOPIC.matcher(settings.topic()).matches()) {
            throw new RemoteSinkException(
                    "Kafka has no topic of the name \"" + settings.topic() + "\".",
                    "Correct " + PREFIX + "topic: up to 249 letters, digits, '.', '_' and '-'.");
        }
    }

    private static void expectServer(String server) {
        var parts = SERVER.matcher(server);
        if (!parts.matches()
                || Integer.parseInt(parts.group(2)) < 1
                || Integer.parseInt(parts.group(2)) > HIGHEST_PORT) {
            throw new RemoteSinkException(
                    "\"" + server + "\" is no Kafka broker.",
                    "Correct " + PREFIX + "servers: each is HOST:PORT, such as kafka.example:9093.");
        }
    }

    private static void trust(EventSettings.Kafka settings, Map<String, Object> properties) {
        if (!settings.tls()) {
            return;
        }
        Authority.trust(PREFIX + "authority", settings.authority());
        if (settings.authority() != null) {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(
                    SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                    settings.authority().toString());
        }
    }

    private static void logIn(EventSettings.Kafka settings, Map<String, Object> properties) {
        String username = settings.username();
        String password = Secret.read(PREFIX + "password", settings.password(), settings.passwordFile());
        if (settings.login() == EventSettings.Kafka.Login.NONE) {
            if (username != null || password != null) {
                throw new RemoteSinkException(
                        "Kafka has an account and no way to log in.",
                        "Set " + PREFIX + "login to plain, scram-sha-256 or scram-sha-512, as the brokers want it.");
            }
            return;
        }
        if (username == null || username.isEmpty() || password == null) {
            throw new RemoteSinkException(
                    "The sensor has nothing to log in to Kafka with.",
                    "Set " + PREFIX + "username and " + PREFIX + "password-file, or " + PREFIX + "login to none.");
        }
        properties.put(
                SaslConfigs.SASL_MECHANISM,
                settings.login().name().replace('_', '-').toUpperCase(Locale.ROOT));
        properties.put(SaslConfigs.SASL_JAAS_CONFIG, module(settings.login()) + credentials(username, password));
    }

    private static String module(EventSettings.Kafka.Login login) {
        return login == EventSettings.Kafka.Login.PLAIN
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
    }

    private static String credentials(String username, String password) {
        return " required username=" + quoted(username) + " password=" + quoted(password) + ";";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
