package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.fixture.RealKafka;
import io.honeypool.proxy.fixture.RealOpenSearch;
import io.honeypool.proxy.fixture.RealRsyslog;
import io.honeypool.proxy.fixture.TestKeys;
import io.honeypool.proxy.lease.PoolTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One of each kind of server that events go to. */
final class OutageTargets {

    private static final String INDEX = "honeypool-events";
    private static final String TOPIC = "events";

    private OutageTargets() {}

    static OutageTarget kafka(Path directory, TestKeys keys) throws IOException, InterruptedException {
        RealKafka kafka = RealKafka.start(directory.resolve("kafka"), keys);
        EventTransport transport = Kafka.of(new EventSettings.Kafka(
                List.of(kafka.plain()), TOPIC, false, null, EventSettings.Kafka.Login.NONE, null, null, null));
        return new OutageTarget() {
            @Override
            public EventTransport transport() {
                return transport;
            }

            @Override
            public void stop() {
                kafka.server().kill();
            }

            @Override
            public void start() throws IOException {
                kafka.server().start();
            }

            @Override
            public List<JsonNode> arrived() {
                return kafka.readOnce(TOPIC).stream()
                        .map(message -> JsonMapper.shared().readTree(message.value()))
                        .toList();
            }

            @Override
            public void close() {
                kafka.close();
            }
        };
    }

    static OutageTarget openSearch(Path directory) throws IOException, InterruptedException {
        RealOpenSearch search = RealOpenSearch.start(directory.resolve("opensearch"));
        search.put("/_index_template/" + INDEX, Files.readString(Path.of("..", "docs", "elasticsearch-template.json")));
        EventTransport transport = Elasticsearch.of(new EventSettings.Elasticsearch(
                List.of(search.url()),
                INDEX,
                EventSettings.Elasticsearch.Layout.DAILY,
                null,
                null,
                null,
                null,
                null,
                null));
        return new OutageTarget() {
            @Override
            public EventTransport transport() {
                return transport;
            }

            @Override
            public void stop() {
                search.server().kill();
            }

            @Override
            public void start() throws IOException {
                search.server().start();
            }

            @Override
            public List<JsonNode> arrived() throws IOException, InterruptedException {
                return List.copyOf(search.documents(INDEX + "-*").values());
            }

            @Override
            public boolean isOrdered() {
                return false;
            }

            @Override
            public void close() {
                search.close();
            }
        };
    }

    static OutageTarget syslog(Path directory, TestKeys keys) throws IOException {
        RealRsyslog rsyslog = RealRsyslog.start(directory.resolve("rsyslog"), keys);
        EventTransport transport = Syslog.of(
                new EventSettings.Syslog(
                        "127.0.0.1",
                        rsyslog.port(),
                        true,
                        keys.authority(directory.resolve("authority.pem")),
                        true,
                        EventSettings.Syslog.Format.JSON),
                "127.0.0.1");
        return new OutageTarget() {
            @Override
            public EventTransport transport() {
                return transport;
            }

            @Override
            public void stop() throws InterruptedException {
                rsyslog.server().stop();
            }

            @Override
            public void start() throws IOException {
                rsyslog.server().start();
            }

            @Override
            public List<JsonNode> arrived() throws IOException {
                return rsyslog.messages().stream()
                        .distinct()
                        .map(message -> JsonMapper.shared().readTree(message))
                        .toList();
            }

            @Override
            public void close() {
                rsyslog.close();
            }
        };
    }

    static OutageTarget webhook(Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef0123\n");
        WebhookServer server = new WebhookServer("/hook");
        return http(
                server,
                Webhook.of(new EventSettings.Webhook(server.url(), secret), server.url(), InstantSource.system()));
    }

    /** A server that keeps each id once, as the pool's database does. */
    static OutageTarget pool() throws IOException {
        WebhookServer server = new WebhookServer("/api/v1/events");
        URI base = server.url().resolve("/");
        return http(server, PoolTransport.to(URI.create(base.toString().replaceFirst("/$", ""))));
    }

    private static OutageTarget http(WebhookServer server, EventTransport transport) {
        server.refuseOneOf(7);
        return new OutageTarget() {
            @Override
            public EventTransport transport() {
                return transport;
            }

            @Override
            public void stop() {
                server.stop();
            }

            @Override
            public void start() {
                server.start();
            }

            @Override
            public List<JsonNode> arrived() {
                return server.events();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
