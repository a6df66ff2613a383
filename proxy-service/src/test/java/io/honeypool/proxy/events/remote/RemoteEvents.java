package io.honeypool.proxy.events.remote;

import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events as they are sent. */
final class RemoteEvents {

    private RemoteEvents() {}

    /** So many events of a session, numbered in their {@code input}. */
    static List<SpooledEvent> of(String session, String source, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new SpooledEvent(
                        UUID.randomUUID(),
                        "{\"eventid\":\"cowrie.command.input\",\"timestamp\":\"2026-01-31T12:00:00.000001Z\","
                                + "\"session\":\"" + session + "\",\"protocol\":\"ssh\",\"src_ip\":\"" + source
                                + "\",\"src_port\":4711,\"dst_ip\":\"192.0.2.1\",\"dst_port\":22,\"sensor\":\"edge\","
                                + "\"message\":\"CMD: " + number + "\",\"input\":\"" + number + "\"}"))
                .toList();
    }

    /** Sends a batch as often as it takes. */
    static void deliver(EventTransport transport, List<SpooledEvent> batch) {
        await().atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    transport.send(batch);
                    return true;
                });
    }
}
