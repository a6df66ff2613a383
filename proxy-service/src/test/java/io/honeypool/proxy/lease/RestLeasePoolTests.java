package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.common.lease.LoginProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.RestClient;

class RestLeasePoolTests {

    private static final LeaseRequest REQUEST = new LeaseRequest("edge", "c1", "192.0.2.7", LoginProtocol.SSH, null);

    private HttpServer server;
    private RestLeasePool pool;
    private volatile int status;
    private volatile String body = "";
    private volatile String asked = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", this::answer);
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        pool = new RestLeasePool(RestClient.builder().baseUrl(base).build(), "edge");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool-exhausted", "network-limit"})
    void aPoolWithoutAGuestIsNotAskedAgain(String problem) throws IOException {
        problem(503, problem);

        assertThat(pool.lease(REQUEST)).isEqualTo(new LeaseOutcome.Refused(problem));
    }

    @Test
    void aPoolThatCannotAnswerIsWorthAnotherTry() {
        problem(503, "unavailable");

        assertThatIOException().isThrownBy(() -> pool.lease(REQUEST));
    }

    @Test
    void connectionsAreRenewedAndReleasedInTheNameOfTheSensor() throws IOException {
        UUID lease = new UUID(0, 1);
        problem(404, "not-found");

        assertThat(pool.renew(lease, "edge:1")).isEmpty();
        assertThat(asked).isEqualTo("PUT /api/v1/leases/" + lease + "/connections/edge:1?sensorId=edge");
        pool.release(lease, "edge:1", false);
        assertThat(asked).isEqualTo("DELETE /api/v1/leases/" + lease + "/connections/edge:1?sensorId=edge&used=false");
    }

    @Test
    void aSensorThatWasRevokedGivesNothingBackAndRenewsNothing() throws IOException {
        problem(401, "unauthenticated");

        pool.release(new UUID(0, 1), "edge:1", true);

        assertThat(asked).startsWith("DELETE ");
        assertThat(pool.lease(REQUEST)).isEqualTo(new LeaseOutcome.Refused("unauthorized"));
        assertThatIOException().isThrownBy(() -> pool.renew(new UUID(0, 1), "edge:1"));
    }

    private void problem(int newStatus, String type) {
        status = newStatus;
        body = "{\"type\":\"urn:honeypool:problem:" + type + "\",\"status\":" + newStatus + "}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            asked = exchange.getRequestMethod() + " " + uri.getPath() + "?" + uri.getQuery();
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
