package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.lease.LeaseHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A crash while an overlay is kept, and rows and files that disagree, are repaired. */
class KeptRepairIT extends KeptOverlays {

    @Test
    void aKeepingThatWasCutOffBeforeTheFileWasMovedIsFinished() throws IOException {
        start("used");
        useOnce("c1", "192.0.2.1");
        JsonNode overlay = only("");
        pool().kill();
        Path kept = file(overlay);
        Files.move(kept, pool().state().resolve("pool/overlays/" + guestName(overlay) + ".qcow2"));
        backInTime(overlay);

        pool().restart();

        patiently().until(() -> state(overlay).equals("KEPT"));
        assertThat(kept).exists();
        patiently().until(() -> pool().guests("RETIRING") == 0 && pool().guests("READY") == 1);
        assertThat(keptFiles()).containsExactly(kept);
    }

    @Test
    void aKeepingThatWasCutOffAfterTheFileWasMovedIsFinished() throws IOException {
        start("used");
        useOnce("c1", "192.0.2.1");
        JsonNode overlay = only("");
        pool().kill();
        backInTime(overlay);

        pool().restart();

        patiently().until(() -> state(overlay).equals("KEPT"));
        assertThat(keptFiles()).containsExactly(file(overlay));
    }

    @Test
    void rowsAndFilesAreMadeToAgreeAtTheNextStart() throws IOException {
        start("used");
        useOnce("c1", "192.0.2.1");
        JsonNode overlay = only("");
        pool().kill();
        UUID stray = UUID.randomUUID();
        Path strayFile = pool().state().resolve("pool/kept/" + stray + ".qcow2");
        Files.copy(file(overlay), strayFile);
        Path away = Files.move(file(overlay), pool().state().resolve("away"));
        Files.createFile(pool().state().resolve("pool/kept/export-x.qcow2"));

        pool().restart();

        patiently().until(() -> state(overlay).equals("REMOVED"));
        JsonNode lost = pool().api("viewer").call("GET", path(overlay)).json();
        assertThat(lost.path("removalReason").asString()).isEqualTo("LOST");
        assertThat(only("").path("overlayId").asString()).isEqualTo(stray.toString());
        assertThat(only("").path("guest").isNull()).isTrue();
        assertThat(keptFiles()).containsExactly(strayFile);

        pool().kill();
        Files.move(away, file(overlay));
        pool().databaseAside()
                .sql("UPDATE kept_overlay SET state = 'REMOVING', removed_at = now(), removal_reason = 'OPERATOR'"
                        + " WHERE id = ?")
                .param(stray)
                .update();
        pool().restart();

        patiently().until(() -> state(overlay).equals("KEPT"));
        patiently().untilAsserted(() -> assertThat(strayFile).doesNotExist());
    }

    @Test
    void theLeasesOfAHeldGuestOutliveTheHistory() {
        start("used");
        String lease = lease("c1", "192.0.2.1");
        String guest = guestOf(lease);
        pool().api("operator").call("POST", "/api/v1/guests/" + guest + "/hold");
        pool().database()
                .sql("UPDATE lease SET created_at = now() - interval '90 days', ended_at = now() - interval '80 days'")
                .update();
        pool().bean(LeaseHistory.class).forget();

        pool().api("operator").call("POST", "/api/v1/guests/" + guest + "/retire");

        patiently().untilAsserted(() -> assertThat(list("")).hasSize(1));
        assertThat(only("").at("/leases/0/leaseId").asString()).isEqualTo(lease);
    }
}
