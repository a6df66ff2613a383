package io.honeypool.pool.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Figures about the gateway. */
@Component
class GatewayMetrics {

    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Map<Tunnel.End, Counter> ends = new EnumMap<>(Tunnel.End.class);
    private final LongAdder toGuests = new LongAdder();
    private final LongAdder fromGuests = new LongAdder();

    GatewayMetrics(MeterRegistry registry, Tunnels tunnels) {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(
                    refusal,
                    Counter.builder("honeypool.pool.gateway.refused")
                            .description("Connections to the gateway that got no tunnel")
                            .tag("reason", refusal.label())
                            .register(registry));
        }
        for (Tunnel.End end : Tunnel.End.values()) {
            ends.put(
                    end,
                    Counter.builder("honeypool.pool.gateway.ended")
                            .description("Tunnels that ended")
                            .tag("reason", end.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .register(registry));
        }
        Gauge.builder("honeypool.pool.gateway.tunnels", tunnels, Tunnels::size)
                .description("Tunnels that stand")
                .register(registry);
        bytes(registry, "to-guest", toGuests);
        bytes(registry, "from-guest", fromGuests);
    }

    void refused(Refusal refusal) {
        Objects.requireNonNull(refusals.get(refusal)).increment();
    }

    void ended(Tunnel.End end) {
        Objects.requireNonNull(ends.get(end)).increment();
    }

    LongAdder toGuests() {
        return toGuests;
    }

    LongAdder fromGuests() {
        return fromGuests;
    }

    private static void bytes(MeterRegistry registry, String direction, LongAdder bytes) {
        FunctionCounter.builder("honeypool.pool.gateway.bytes", bytes, LongAdder::sum)
                .description("Bytes moved through tunnels")
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(registry);
    }
}
