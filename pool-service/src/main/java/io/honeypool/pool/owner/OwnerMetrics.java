package io.honeypool.pool.owner;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Figures about the services on the database, as of the last heartbeat. */
@Component
class OwnerMetrics {

    private final Counter silentDeaths;
    private final Counter stoppedDeaths;
    private volatile List<Owner> owners = List.of();

    OwnerMetrics(MeterRegistry registry) {
        for (OwnerState state : OwnerState.values()) {
            Gauge.builder("honeypool.pool.owners", this, metrics -> metrics.count(state))
                    .description("Pool services on the database")
                    .tag("state", state.name())
                    .register(registry);
        }
        this.silentDeaths = deaths(registry, OwnerState.ALIVE);
        this.stoppedDeaths = deaths(registry, OwnerState.STOPPED);
    }

    private static Counter deaths(MeterRegistry registry, OwnerState before) {
        return Counter.builder("honeypool.pool.owner.deaths")
                .description("Pool services that this one declared dead")
                .tag("was", before.name())
                .register(registry);
    }

    void seen(List<Owner> all) {
        owners = List.copyOf(all);
    }

    void declaredDead(OwnerState before) {
        (before == OwnerState.STOPPED ? stoppedDeaths : silentDeaths).increment();
    }

    private double count(OwnerState state) {
        return owners.stream().filter(owner -> owner.state() == state).count();
    }
}
