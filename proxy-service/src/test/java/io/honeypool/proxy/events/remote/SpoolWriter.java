package io.honeypool.proxy.events.remote;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventIdentity;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.events.SpooledSink;
import io.honeypool.proxy.events.TestEvents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes events to the sink of a webhook without end, to be killed, and says the number of each that the sink took.
 * Arguments: the directory of spools, the URL, the file with the secret and the first number.
 */
final class SpoolWriter {

    private static final long ROOM = 100L << 20;
    private static final long PAUSE = Duration.ofMillis(1).toNanos();

    private SpoolWriter() {}

    public static void main(String[] arguments) throws IOException {
        try (SpooledSink sink = open(Path.of(arguments[0]), URI.create(arguments[1]), Path.of(arguments[2]))) {
            for (int number = Integer.parseInt(arguments[3]); ; number++) {
                sink.write(event(number));
                System.out.println(number);
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    static SpooledSink open(Path spools, URI url, Path secret) {
        return SpooledSink.start(
                Webhook.of(new EventSettings.Webhook(url, secret), url, InstantSource.system()),
                spools,
                ROOM,
                SinkObserver.NONE);
    }

    private static EventEnvelope event(int number) {
        EventIdentity identity = new EventIdentity(
                "0123456789ab", LoginProtocol.SSH, "192.0.2.7", 1, "192.0.2.1", 22, TestEvents.SENSOR);
        return new EventEnvelope(
                identity, new HoneypotEvent.CommandInput(Integer.toString(number)), Instant.now(), false);
    }
}
