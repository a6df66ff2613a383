package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** A pool that keeps overlays: over a real database, real qcow2 files and guests in memory. */
abstract class KeptOverlays {

    static final String OVERLAYS = "/api/v1/overlays";
    private @Nullable RunningPool started;

    @AfterEach
    void stop() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    final void start(String keep, String... more) {
        String[] all = new String[more.length + 6];
        System.arraycopy(
                new String[] {
                    "honeypool.pool.guests.keep-overlays", keep,
                    "honeypool.pool.guests.ready", "1",
                    "honeypool.pool.guests.maximum", "2"
                },
                0,
                all,
                0,
                6);
        System.arraycopy(more, 0, all, 6, more.length);
        started = RunningPool.start(all);
        patiently().until(() -> pool().guests("READY") == 1);
    }

    final RunningPool pool() {
        return Objects.requireNonNull(started);
    }

    /** Takes a lease, ends it, and waits until its guest is gone; returns the lease. */
    final String useOnce(String connection, String source) {
        int gone = pool().guests("DESTROYED");
        patiently().until(() -> pool().guests("READY") == 1);
        String lease = lease(connection, source);
        pool().api("operator").call("DELETE", "/api/v1/leases/" + lease);
        patiently().until(() -> pool().guests("DESTROYED") == gone + 1);
        return lease;
    }

    final void retireReady() {
        int gone = pool().guests("DESTROYED");
        patiently().until(() -> pool().guests("READY") == 1);
        String guest = pool().api("viewer")
                .call("GET", "/api/v1/guests?state=READY")
                .json()
                .at("/items/0/guestId")
                .asString();
        pool().api("operator").call("POST", "/api/v1/guests/" + guest + "/retire");
        patiently().until(() -> pool().guests("DESTROYED") == gone + 1);
    }

    final String lease(String connection, String source) {
        return pool().api("sensor")
                .call(
                        "POST",
                        "/api/v1/leases",
                        "{\"sensorId\":\"s\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                                + "\",\"protocol\":\"SSH\"}")
                .json()
                .path("leaseId")
                .asString();
    }

    final String guestOf(String lease) {
        return pool().api("viewer")
                .call("GET", "/api/v1/leases/" + lease)
                .json()
                .path("guestId")
                .asString();
    }

    /** Puts the rows into the state they had while the overlay was being kept. */
    final void backInTime(JsonNode overlay) {
        UUID guest = UUID.fromString(overlay.at("/guest/guestId").asString());
        pool().databaseAside()
                .sql("UPDATE kept_overlay SET state = 'KEEPING' WHERE guest_id = ?")
                .param(guest)
                .update();
        pool().databaseAside()
                .sql("UPDATE guest SET state = 'RETIRING', version = version + 1 WHERE id = ?")
                .param(guest)
                .update();
    }

    final String state(JsonNode overlay) {
        return pool().api("viewer")
                .call("GET", path(overlay))
                .json()
                .path("state")
                .asString();
    }

    final List<JsonNode> list(String query) {
        return pool().api("viewer")
                .call("GET", OVERLAYS + query)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    final JsonNode only(String query) {
        assertThat(list(query)).hasSize(1);
        return list(query).getFirst();
    }

    final boolean diskIsFull() {
        return pool().api("viewer")
                .call("GET", "/api/v1/pool")
                .json()
                .at("/disk/full")
                .asBoolean();
    }

    final String metrics() {
        return pool().management("metrics").call("GET", "/actuator/prometheus").body();
    }

    final Path file(JsonNode overlay) {
        return pool().state().resolve("pool/kept/" + overlay.path("overlayId").asString() + ".qcow2");
    }

    final List<Path> keptFiles() throws IOException {
        try (var files = Files.list(pool().state().resolve("pool/kept"))) {
            return files.toList();
        }
    }

    static String path(JsonNode overlay) {
        return OVERLAYS + "/" + overlay.path("overlayId").asString();
    }

    static String guestName(JsonNode overlay) {
        return overlay.at("/guest/name").asString();
    }

    static ConditionFactory patiently() {
        return await();
    }
}
