package io.honeypool.proxy.lease;

import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.json.JsonMapper;

/** Brings events to the pool over its REST API. It knows each by its id, and keeps it once. */
final class PoolEvents implements EventTransport {

    private final RestClient rest;
    private final String sensor;

    /**
     * Makes the way.
     *
     * @param rest with base address, token and time-outs set
     * @param sensor the name of this sensor
     */
    PoolEvents(RestClient rest, String sensor) {
        this.rest = rest;
        this.sensor = sensor;
    }

    @Override
    public String name() {
        return "pool";
    }

    @Override
    public void send(List<SpooledEvent> batch) throws IOException, RejectedEventsException {
        HttpStatusCode status;
        try {
            status = rest.post()
                    .uri("/api/v1/events")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body(batch))
                    .exchangeForRequiredValue((ignored, response) -> response.getStatusCode());
        } catch (RestClientException e) {
            throw new IOException("the pool could not be asked: " + e.getMessage(), e);
        }
        if (status.isSameCodeAs(HttpStatus.BAD_REQUEST)) {
            throw new RejectedEventsException("the pool calls it an invalid request");
        }
        if (!status.is2xxSuccessful()) {
            throw new IOException("the pool answered with status " + status.value());
        }
    }

    /** Events are JSON already. */
    private String body(List<SpooledEvent> batch) {
        return batch.stream()
                .map(event -> "{\"id\":\"" + event.id() + "\",\"event\":" + event.json() + "}")
                .collect(Collectors.joining(
                        ",",
                        "{\"sensorId\":" + JsonMapper.shared().writeValueAsString(sensor) + ",\"events\":[",
                        "]}"));
    }
}
