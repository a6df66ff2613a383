package io.honeypool.proxy.events.remote;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.RemoteSinkException;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores events in Elasticsearch or OpenSearch, each under its id, so that one that is sent twice is there once. For
 * one thread.
 */
final class Elasticsearch implements EventTransport {

    private static final String PREFIX = "honeypool.sensor.events.elasticsearch.";
    private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,199}");
    private static final ContentType LINES = ContentType.create("application/x-ndjson", StandardCharsets.UTF_8);
    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int TOO_LARGE = 413;

    private final Rest5Client client;
    private final EventSettings.Elasticsearch settings;

    private Elasticsearch(Rest5Client client, EventSettings.Elasticsearch settings) {
        this.client = client;
        this.settings = settings;
    }

    /**
     * Reads what is set. The cluster is looked for with the first event.
     *
     * @throws RemoteSinkException if it cannot be used
     */
    static Elasticsearch of(EventSettings.Elasticsearch settings) {
        if (!INDEX.matcher(settings.index()).matches()) {
            throw new RemoteSinkException(
                    "No index has the name \"" + settings.index() + "\".",
                    "Correct " + PREFIX + "index: small letters, digits, '.', '_' and '-', up to 200.");
        }
        return new Elasticsearch(ElasticsearchClient.of(settings, PREFIX), settings);
    }

    @Override
    public String name() {
        return "elasticsearch";
    }

    @Override
    public void send(List<SpooledEvent> batch) throws IOException, RejectedEventsException {
        Map<UUID, String> refused = new HashMap<>();
        for (Bulk bulk : Bulk.of(batch, settings.index(), settings.layout(), LARGEST_BODY)) {
            refused.putAll(store(bulk).refused());
        }
        if (!refused.isEmpty()) {
            throw new RejectedEventsException(refused.values().iterator().next(), refused.keySet());
        }
    }

    private BulkAnswer store(Bulk bulk) throws IOException, RejectedEventsException {
        Request request = new Request("POST", "/_bulk");
        request.addParameter("filter_path", "items.*.status,items.*.error.type,items.*.error.reason");
        request.setEntity(new StringEntity(bulk.body(), LINES));
        Response response = answer(request);
        int status = response.getStatusCode();
        if (status == TOO_LARGE) {
            throw new RejectedEventsException("status " + status);
        }
        if (status < 200 || status > 299) {
            throw new IOException("Elasticsearch answered with status " + status);
        }
        return read(response.getEntity(), bulk);
    }

    private Response answer(Request request) throws IOException {
        try {
            return client.performRequest(request);
        } catch (ResponseException refused) {
            return refused.getResponse();
        }
    }

    private static BulkAnswer read(@Nullable HttpEntity answer, Bulk bulk) throws IOException {
        if (answer == null) {
            throw new IOException("what answered is not Elasticsearch");
        }
        try (InputStream in = answer.getContent()) {
            return BulkAnswer.of(JsonMapper.shared().readTree(in), bulk.events());
        } catch (JacksonException e) {
            throw new IOException("what answered is not Elasticsearch", e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException gone) {
            // is what was wanted
        }
    }
}
