package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PoolEventsTests {

    private static final List<SpooledEvent> BATCH = List.of(
            new SpooledEvent(new UUID(0, 1), "{\"input\":\"a \\\"b\\\"\"}"),
            new SpooledEvent(new UUID(0, 2), "{\"input\":\"é\"}"));

    private HttpServer server;
    private PoolEvents pool;
    private volatile int status = 200;
    private volatile String asked = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/api/v1/events", exchange -> {
            try (exchange) {
                asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        pool = new PoolEvents(RestClient.builder().baseUrl(base).build(), "edge \"1\"");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eventsGoWithTheirIdsInOrder() throws IOException, RejectedEventsException {
        pool.send(BATCH);

        JsonNode sent = JsonMapper.shared().readTree(asked);
        assertThat(sent.path("sensorId").asString()).isEqualTo("edge \"1\"");
        assertThat(sent.at("/events/0/id").asString()).isEqualTo(new UUID(0, 1).toString());
        assertThat(sent.at("/events/0/event/input").asString()).isEqualTo("a \"b\"");
        assertThat(sent.at("/events/1/event/input").asString()).isEqualTo("é");
    }

    @Test
    void whatIsInvalidIsNotSentAgain() {
        status = 400;

        assertThatExceptionOfType(RejectedEventsException.class).isThrownBy(() -> pool.send(BATCH));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void everythingElseIsWorthAnotherTry(int answer) {
        status = answer;

        assertThatIOException().isThrownBy(() -> pool.send(BATCH));
    }

    @Test
    void aPoolThatIsNotThereIsWorthAnotherTry() {
        server.stop(0);

        assertThatIOException().isThrownBy(() -> pool.send(BATCH));
    }
}
