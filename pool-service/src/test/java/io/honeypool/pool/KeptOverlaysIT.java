package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Overlays that are kept are listed, downloaded and removed. */
class KeptOverlaysIT extends KeptOverlays {

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
        await().untilAsserted(() -> assertThat(keptFiles()).containsExactly(file(overlay)));
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
}
