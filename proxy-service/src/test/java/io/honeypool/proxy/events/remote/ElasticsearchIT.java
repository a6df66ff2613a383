package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSettings.Elasticsearch.Layout;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.SpooledEvent;
import io.honeypool.proxy.fixture.RealOpenSearch;
import io.honeypool.proxy.fixture.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Events in a real OpenSearch, which has the bulk protocol of Elasticsearch; TLS and accounts at a server of the JDK's.
 */
class ElasticsearchIT {

    private static final Path TEMPLATE = Path.of("..", "docs", "elasticsearch-template.json");

    @TempDir
    private static Path directory;

    private static RealOpenSearch server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = RealOpenSearch.start(directory.resolve("opensearch"));
        server.put("/_index_template/honeypool-events", Files.readString(TEMPLATE));
        server.put(
                "/_index_template/honeypool-events-stream",
                Files.readString(TEMPLATE)
                        .replaceFirst("\\{", "{\"data_stream\": {},")
                        .replace("honeypool-events*", "honeypool-stream*")
                        .replace("200", "201"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anEventThatIsSentTwiceIsThereOnce() throws IOException, InterruptedException, RejectedEventsException {
        List<SpooledEvent> events = RemoteEvents.of("aaaaaaaaaaaa", "192.0.2.7", 500);
        try (Elasticsearch sink = sink("honeypool-events-twice", Layout.DAILY)) {
            sink.send(events.subList(0, 300));
            sink.send(events);
        }

        Map<String, JsonNode> found = server.documents("honeypool-events-twice-2026.01.31");
        assertThat(found).hasSize(500);
        assertThat(found)
                .hasEntrySatisfying(
                        events.get(7).id().toString(),
                        event -> assertThat(event.path("input").asString()).isEqualTo("7"));
        JsonNode mapping = server.get("/honeypool-events-twice-2026.01.31/_mapping")
                .at("/honeypool-events-twice-2026.01.31/mappings/properties");
        assertThat(mapping.at("/src_ip/type").asString()).isEqualTo("ip");
        assertThat(mapping.at("/@timestamp/type").asString()).isEqualTo("date");
        assertThat(mapping.at("/session/type").asString()).isEqualTo("keyword");
    }

    @Test
    void aDataStreamTakesThemToo() throws IOException, InterruptedException, RejectedEventsException {
        List<SpooledEvent> events = RemoteEvents.of("aaaaaaaaaaab", "192.0.2.8", 20);
        try (Elasticsearch sink = sink("honeypool-stream", Layout.DATA_STREAM)) {
            sink.send(events);
            sink.send(events);
        }

        assertThat(server.documents("honeypool-stream")).hasSize(20);
    }

    @Test
    void anEventThatDoesNotFitIsRefusedAndTheOthersStored() throws IOException, InterruptedException {
        SpooledEvent odd = new SpooledEvent(
                UUID.randomUUID(), "{\"timestamp\":\"2026-01-31T12:00:00.000001Z\",\"src_port\":\"many\"}");
        List<SpooledEvent> events = new ArrayList<>(RemoteEvents.of("aaaaaaaaaaac", "192.0.2.9", 10));
        events.add(3, odd);
        try (Elasticsearch sink = sink("honeypool-events-odd", Layout.DAILY)) {
            assertThatExceptionOfType(RejectedEventsException.class)
                    .isThrownBy(() -> sink.send(events))
                    .withMessageContaining("src_port")
                    .satisfies(refusal -> assertThat(refusal.events()).containsExactly(odd.id()));
        }

        assertThat(server.documents("honeypool-events-odd-*")).hasSize(10);
    }

    @Test
    void textsAsLongAsTheyComeAreStored() throws IOException, InterruptedException, RejectedEventsException {
        SpooledEvent longest = new SpooledEvent(
                UUID.randomUUID(),
                "{\"timestamp\":\"2026-01-31T12:00:00.000001Z\",\"input\":\"%1$s\",\"message\":\"%1$s\",\"value\":\"%1$s\"}"
                        .formatted("é".repeat(256 * 1024)));
        try (Elasticsearch sink = sink("honeypool-events-long", Layout.DAILY)) {
            sink.send(List.of(longest, longest));
        }

        assertThat(server.documents("honeypool-events-long-*")).hasSize(1);
    }

    @Test
    void anOutageLosesAndDoublesNothing() throws IOException, InterruptedException, RejectedEventsException {
        List<SpooledEvent> events = RemoteEvents.of("aaaaaaaaaaad", "192.0.2.10", 60);
        try (Elasticsearch sink = sink("honeypool-events-outage", Layout.DAILY)) {
            sink.send(events.subList(0, 20));
            server.server().kill();
            List<SpooledEvent> missed = events.subList(20, 40);
            assertThatIOException().isThrownBy(() -> sink.send(missed));
            server.server().start();
            RemoteEvents.deliver(sink, missed);
            RemoteEvents.deliver(sink, events.subList(40, 60));
        }

        assertThat(server.documents("honeypool-events-outage-*")).hasSize(60);
    }

    @Test
    void accountsAndKeysGoOverTls() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        Path authority = keys.authority(directory.resolve("authority.pem"));
        Path other = TestKeys.make(directory, "ip:127.0.0.1").authority(directory.resolve("other.pem"));
        List<String> authorizations = new CopyOnWriteArrayList<>();
        HttpsServer stub = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        stub.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
        stub.createContext("/es/_bulk", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                exchange.sendResponseHeaders(401, -1);
            }
        });
        stub.start();
        URI url = URI.create("https://127.0.0.1:" + stub.getAddress().getPort() + "/es");
        List<SpooledEvent> events = RemoteEvents.of("aaaaaaaaaaae", "192.0.2.11", 1);
        try (Elasticsearch account = Elasticsearch.of(settings(url, authority, "usér", "p:w", null));
                Elasticsearch key = Elasticsearch.of(settings(url, authority, null, null, "a2V5"));
                Elasticsearch deceived = Elasticsearch.of(settings(url, other, null, null, "a2V5"))) {
            assertThatIOException().isThrownBy(() -> account.send(events)).withMessageContaining("status 401");
            assertThatIOException().isThrownBy(() -> key.send(events)).withMessageContaining("status 401");
            assertThatIOException().isThrownBy(() -> deceived.send(events));
        } finally {
            stub.stop(0);
        }

        assertThat(authorizations).containsExactly("Basic dXPDqXI6cDp3", "ApiKey a2V5");
    }

    private static Elasticsearch sink(String index, Layout layout) {
        return Elasticsearch.of(new EventSettings.Elasticsearch(
                List.of(server.url()), index, layout, null, null, null, null, null, null));
    }

    private static EventSettings.Elasticsearch settings(
            URI url, Path authority, @Nullable String username, @Nullable String password, @Nullable String key) {
        return new EventSettings.Elasticsearch(
                List.of(url), "events", Layout.DAILY, authority, username, password, null, key, null);
    }
}
