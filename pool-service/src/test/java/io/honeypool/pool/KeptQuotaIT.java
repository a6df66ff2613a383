package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.image.Bakes;
import io.honeypool.pool.testing.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What kept overlays may take of the disk, and what a full one stops. */
class KeptQuotaIT extends KeptOverlays {

    @Test
    void theOldestMakeWayWhenTheQuotaIsReached() {
        start("used", "honeypool.pool.disk.kept-quota", "500KB");
        useOnce("c1", "192.0.2.1");
        JsonNode oldest = only("");
        useOnce("c2", "198.51.100.1");
        useOnce("c3", "203.0.113.1");

        patiently().untilAsserted(() -> assertThat(list("?state=REMOVED")).hasSize(1));
        JsonNode removed = only("?state=REMOVED");
        assertThat(removed.path("overlayId")).isEqualTo(oldest.path("overlayId"));
        assertThat(removed.path("removalReason").asString()).isEqualTo("QUOTA");
        assertThat(list("")).hasSize(2);
        assertThat(file(oldest)).doesNotExist();
        assertThat(metrics()).contains("honeypool_pool_kept_removed_total{reason=\"QUOTA\"} 1.0");
        JsonNode disk = pool().api("viewer").call("GET", "/api/v1/pool").json().path("disk");
        assertThat(disk.path("keptOverlays").asInt()).isEqualTo(2);
        assertThat(disk.path("keptBytes").asLong()).isBetween(1L, 500L * 1024);
    }

    @Test
    void oneThatIsLargerThanTheQuotaIsNotKeptAndTakesNoOthersPlace() {
        start("used", "honeypool.pool.disk.kept-quota", "100KB");
        useOnce("c1", "192.0.2.1");

        assertThat(list("")).isEmpty();
        assertThat(metrics()).contains("honeypool_pool_kept_refused_total 1.0");
    }

    @Test
    void theDiskThatAKeptOverlayLiesOnStaysForAsLongAsThat() throws IOException {
        start("used");
        useOnce("c1", "192.0.2.1");
        JsonNode overlay = only("");
        Path base = Path.of(overlay.path("base").asString());
        assertThat(base.toString()).contains("pool/slots");
        pool().stop();
        Path descriptor = pool().state().resolve("images/debian-12/image.json");
        Files.writeString(descriptor, Files.readString(descriptor).replace("\"recipe\":\"1\"", "\"recipe\":\"2\""));

        pool().restart();

        patiently().until(() -> {
            Path now = pool().bean(Bakes.class).find("hp-pool-1").orElseThrow().disk();
            return !now.equals(base) && pool().guests("READY") == 1;
        });
        retireReady();
        patiently()
                .untilAsserted(() -> assertThat(base.resolveSibling("memory")).doesNotExist());
        assertThat(base).exists();

        pool().api("operator").call("DELETE", path(overlay));
        patiently().untilAsserted(() -> assertThat(base).doesNotExist());
    }

    @Test
    void aFullDiskStopsProvisioningNotServing() {
        start("never");
        pool().restart("honeypool.pool.disk.minimum-free", "1000000GB");
        patiently().until(() -> diskIsFull());
        String lease = lease("c1", "192.0.2.1");

        assertThat(lease).isNotEmpty();
        assertThat(pool().guests("PROVISIONING") + pool().guests("FAILED")).isZero();
        assertThat(pool().management("")
                        .call("GET", "/actuator/health/readiness")
                        .status())
                .isEqualTo(200);
        Answer health = pool().management("operator").call("GET", "/actuator/health");
        assertThat(health.json().at("/components/disk/status").asString()).isEqualTo("OUT_OF_SERVICE");
        assertThat(metrics()).contains("honeypool_pool_disk_full 1.0");
        assertThat(pool().guests("READY")).isZero();

        pool().restart("honeypool.pool.disk.minimum-free", "1MB");
        patiently().until(() -> pool().guests("READY") == 1 && !diskIsFull());
    }
}
