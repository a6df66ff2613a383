package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.events.SpooledSink;
import io.honeypool.proxy.state.StateDirectory;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.OnPropertyListCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Makes the sinks that are set, so that one that cannot be used stops the start. */
@Configuration(proxyBeanMethods = false)
class RemoteSinksConfiguration {

    @Bean
    @ConditionalOnProperty("honeypool.sensor.events.webhook.url")
    EventSink webhookSink(EventSettings settings, StateDirectory state, SinkObserver observer, Clock clock) {
        EventSettings.Webhook webhook = settings.webhook();
        return start(Webhook.of(webhook, Objects.requireNonNull(webhook.url()), clock), settings, state, observer);
    }

    @Bean
    @ConditionalOnProperty("honeypool.sensor.events.syslog.host")
    EventSink syslogSink(EventSettings settings, StateDirectory state, SinkObserver observer) {
        EventSettings.Syslog syslog = settings.syslog();
        return start(Syslog.of(syslog, Objects.requireNonNull(syslog.host())), settings, state, observer);
    }

    @Bean
    @Conditional(KafkaIsSet.class)
    EventSink kafkaSink(EventSettings settings, StateDirectory state, SinkObserver observer) {
        return start(Kafka.of(settings.kafka()), settings, state, observer);
    }

    @Bean
    @Conditional(ElasticsearchIsSet.class)
    EventSink elasticsearchSink(EventSettings settings, StateDirectory state, SinkObserver observer) {
        return start(Elasticsearch.of(settings.elasticsearch()), settings, state, observer);
    }

    /** Whether there is a broker; a list may be set in several ways. */
    static final class KafkaIsSet extends OnPropertyListCondition {

        KafkaIsSet() {
            super("honeypool.sensor.events.kafka.servers", () -> ConditionMessage.forCondition("Kafka sink"));
        }
    }

    /** Whether there is a node. */
    static final class ElasticsearchIsSet extends OnPropertyListCondition {

        ElasticsearchIsSet() {
            super(
                    "honeypool.sensor.events.elasticsearch.urls",
                    () -> ConditionMessage.forCondition("Elasticsearch sink"));
        }
    }

    private static EventSink start(
            EventTransport transport, EventSettings settings, StateDirectory state, SinkObserver observer) {
        return SpooledSink.start(
                transport, state.resolve("spool"), settings.spool().quota().toBytes(), observer);
    }
}
