package io.honeypool.proxy.events.remote;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP server that keeps the events that are posted to it, each once by its id, and may be away. */
final class WebhookServer implements AutoCloseable {

    private final Map<String, JsonNode> events = new LinkedHashMap<>();
    private final String path;
    private final int port;
    private HttpServer server;
    private int requests;
    private int refusedOf;

    WebhookServer(String path) throws IOException {
        this.path = path;
        this.server = open(0);
        this.port = server.getAddress().getPort();
    }

    private HttpServer open(int at) throws IOException {
        HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 5);
        opened.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(take(exchange.getRequestBody().readAllBytes()), -1);
            }
        });
        opened.start();
        return opened;
    }

    private synchronized int take(byte[] body) {
        boolean refuses = refusedOf > 0 && requests++ % refusedOf == 0;
        // one that is refused is kept all the same half of the time, as by a server that fails before it answers
        if (!refuses || requests % 2 == 0) {
            JsonMapper.shared()
                    .readTree(body)
                    .path("events")
                    .valueStream()
                    .forEach(event -> events.putIfAbsent(event.path("id").asString(), event.path("event")));
        }
        return refuses ? 503 : 204;
    }

    /** Has one of so many requests fail; none if it is 0. */
    synchronized void refuseOneOf(int number) {
        refusedOf = number;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** What it got, in the order in which each came first. */
    synchronized List<JsonNode> events() {
        return new ArrayList<>(events.values());
    }

    void stop() {
        server.stop(0);
    }

    void start() {
        try {
            server = open(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
