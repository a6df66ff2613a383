package io.honeypool.pool.gateway;

import io.honeypool.pool.gateway.Tunnel.End;
import io.honeypool.pool.settings.GatewaySettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The tunnels that stand. Thread-safe. */
@Component
class Tunnels {

    private final Map<Tunnel, String> standing = new ConcurrentHashMap<>();
    private final PassTable passes;
    private final GatewaySettings settings;

    Tunnels(PassTable passes, HoneypoolSettings settings) {
        this.passes = passes;
        this.settings = settings.pool().gateway();
    }

    /** Adds one; returns false if there are as many as may be. */
    boolean add(Tunnel tunnel) {
        standing.put(tunnel, tunnel.passage().connectionId());
        if (standing.size() > settings.tunnels()) {
            standing.remove(tunnel);
            return false;
        }
        return true;
    }

    void remove(Tunnel tunnel) {
        standing.remove(tunnel);
    }

    int size() {
        return standing.size();
    }

    /** Ends those that were silent for too long or lasted too long. */
    void endOld(long now) {
        for (Tunnel tunnel : standing.keySet()) {
            if (now - tunnel.begun() > settings.maximumTime().toNanos()) {
                tunnel.end(End.MAXIMUM_TIME);
            } else if (now - tunnel.lastByte() > settings.idleTime().toNanos()) {
                tunnel.end(End.IDLE);
            }
        }
    }

    /** Ends those whose connections or leases are over; asks the database. */
    void endOver() {
        Map<Tunnel, String> now = Map.copyOf(standing);
        if (now.isEmpty()) {
            return;
        }
        Set<String> lasting = passes.lasting(now.values().stream().collect(Collectors.toUnmodifiableSet()));
        now.forEach((tunnel, connection) -> {
            if (!lasting.contains(connection)) {
                tunnel.end(End.LEASE_OVER);
            }
        });
    }

    /** Ends all of them. */
    void endAll() {
        standing.keySet().forEach(tunnel -> tunnel.end(End.SHUTDOWN));
    }
}
