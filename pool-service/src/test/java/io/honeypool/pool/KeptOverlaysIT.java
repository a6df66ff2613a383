package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.image.Bakes;
import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.lease.LeaseHistory;
import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Overlays that are kept, over a real database, real qcow2 files and guests in memory. */
class KeptOverlaysIT {

    private static final String OVERLAYS = "/api/v1/overlays";
    private @Nullable RunningPool started;

    @AfterEach
    void stop() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void aUsedGuestsOverlayIsKeptAndTellsWhoHadIt() throws IOException {
        start("used");
        String lease = useOnce("c1", "192.0.2.1");

        JsonNode overlay = only("");

        assertThat(overlay.path("state").asString()).isEqualTo("KEPT");
        assertThat(overlay.path("owner").asString()).isEqualTo("pool");
        assertThat(overlay.at("/guest/profile").asString()).isEqualTo("default");
        assertThat(overlay.at("/guest/image").asString()).isEqualTo("debian-12");
        assertThat(overlay.at("/leases/0/leaseId").asString()).isEqualTo(lease);
        assertThat(overlay.at("/leases/0/sourceAddress").asString()).isEqualTo("192.0.2.1");
        assertThat(overlay.at("/leases/0/endedAt").asString("")).isNotEmpty();
        assertThat(overlay.path("bytes").asLong()).isEqualTo(Files.size(file(overlay)));
        assertThat(only("?sourceAddress=192.0.2.1")).isEqualTo(overlay);
        assertThat(only("?guestId=" + overlay.at("/guest/guestId").asString())).isEqualTo(overlay);
        assertThat(list("?sourceAddress=192.0.2.2")).isEmpty();
        assertThat(pool().api("viewer").call("GET", path(overlay)).json()).isEqualTo(overlay);
    }

    @Test
    void whatNobodyUsedIsKeptOnlyIfAllAre() {
        start("used");
        retireReady();
        assertThat(list("")).isEmpty();

        pool().restart("honeypool.pool.guests.keep-overlays", "always");
        retireReady();
        assertThat(list("")).hasSize(1);
        assertThat(list("").getFirst().path("leases")).isEmpty();
    }

    @Test
    void withoutTheSettingNothingIsKept() {
        start("never");
        useOnce("c1", "192.0.2.1");

        assertThat(list("")).isEmpty();
        assertThat(pool().state().resolve("pool/kept")).isEmptyDirectory();
    }

    @Test
    void aDownloadIsADiskOfItsOwnOrTheOverlayAsItIs() throws IOException {
        start("used");
        useOnce("c1", "192.0.2.1");
        JsonNode overlay = only("");
        String content = path(overlay) + "/content";
        Path whole = pool().state().resolve("whole.qcow2");
        Path bare = pool().state().resolve("bare.qcow2");

        assertThat(pool().api("operator").download(content, whole)).isEqualTo(200);
        assertThat(pool().api("operator").download(content + "?form=OVERLAY", bare))
                .isEqualTo(200);

        assertThat(OverlayChain.of(whole).files()).hasSize(1);
        assertThat(OverlayChain.of(bare).base().map(Path::toString))
                .contains(overlay.path("base").asString());
        assertThat(bare).hasSameBinaryContentAs(file(overlay));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(keptFiles()).containsExactly(file(overlay)));
        assertThat(pool().api("viewer").call("GET", content).problem()).isEqualTo("forbidden");
        assertThat(pool().api("viewer").call("DELETE", path(overlay)).problem()).isEqualTo("forbidden");
        assertThat(pool().api("operator").call("GET", content + "?form=raw").problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void anOperatorRemovesOneAndItsRowTellsSo() {
        start("used");
        useOnce("c1", "192.0.2.1");
        JsonNode overlay = only("");

        assertThat(pool().api("operator").call("DELETE", path(overlay)).status())
                .isEqualTo(204);
        assertThat(pool().api("operator").call("DELETE", path(overlay)).status())
                .isEqualTo(204);

        patiently().untilAsserted(() -> assertThat(list("?state=REMOVED")).hasSize(1));
        assertThat(only("?state=REMOVED").path("removalReason").asString()).isEqualTo("OPERATOR");
        assertThat(list("")).isEmpty();
        assertThat(file(overlay)).doesNotExist();
        Answer gone = pool().api("operator").call("GET", path(overlay) + "/content");
        assertThat(gone.problem()).isEqualTo("not-found");
        assertThat(gone.json().path("detail").asString()).contains("OPERATOR");
        assertThat(pool().api("operator")
                        .call("DELETE", OVERLAYS + "/" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
    }

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
    void anotherServiceListsAndRemovesItAndNamesWhoHasTheFile() throws IOException {
        start("used");
        useOnce("c1", "192.0.2.1");
        JsonNode overlay = only("");
        try (RunningPool other = pool().another("other")) {
            Api operator = other.api("operator");
            assertThat(operator.call("GET", path(overlay)).json()).isEqualTo(overlay);

            Answer refused = operator.call("GET", path(overlay) + "/content");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.problem()).isEqualTo("other-owner");
            assertThat(refused.json().path("detail").asString()).contains("pool service pool:");

            assertThat(operator.call("DELETE", path(overlay)).status()).isEqualTo(204);
            patiently().untilAsserted(() -> assertThat(file(overlay)).doesNotExist());
        }
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

    private void start(String keep, String... more) {
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

    private RunningPool pool() {
        return Objects.requireNonNull(started);
    }

    /** Takes a lease, ends it, and waits until its guest is gone; returns the lease. */
    private String useOnce(String connection, String source) {
        int gone = pool().guests("DESTROYED");
        patiently().until(() -> pool().guests("READY") == 1);
        String lease = lease(connection, source);
        pool().api("operator").call("DELETE", "/api/v1/leases/" + lease);
        patiently().until(() -> pool().guests("DESTROYED") == gone + 1);
        return lease;
    }

    private void retireReady() {
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

    private String lease(String connection, String source) {
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

    private String guestOf(String lease) {
        return pool().api("viewer")
                .call("GET", "/api/v1/leases/" + lease)
                .json()
                .path("guestId")
                .asString();
    }

    /** Puts the rows into the state they had while the overlay was being kept. */
    private void backInTime(JsonNode overlay) {
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

    private String state(JsonNode overlay) {
        return pool().api("viewer")
                .call("GET", path(overlay))
                .json()
                .path("state")
                .asString();
    }

    private List<JsonNode> list(String query) {
        return pool().api("viewer")
                .call("GET", OVERLAYS + query)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private JsonNode only(String query) {
        assertThat(list(query)).hasSize(1);
        return list(query).getFirst();
    }

    private boolean diskIsFull() {
        return pool().api("viewer")
                .call("GET", "/api/v1/pool")
                .json()
                .at("/disk/full")
                .asBoolean();
    }

    private String metrics() {
        return pool().management("metrics").call("GET", "/actuator/prometheus").body();
    }

    private Path file(JsonNode overlay) {
        return pool().state().resolve("pool/kept/" + overlay.path("overlayId").asString() + ".qcow2");
    }

    private List<Path> keptFiles() throws IOException {
        try (var files = Files.list(pool().state().resolve("pool/kept"))) {
            return files.toList();
        }
    }

    private static String path(JsonNode overlay) {
        return OVERLAYS + "/" + overlay.path("overlayId").asString();
    }

    private static String guestName(JsonNode overlay) {
        return overlay.at("/guest/name").asString();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(40));
    }
}
