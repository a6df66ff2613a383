package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pool does about guests, over a real database and guests in memory. */
class ReconcilingIT {

    private RunningPool pool;

    @BeforeEach
    void start() {
        pool = RunningPool.start("honeypool.pool.guests.ready", "2", "honeypool.pool.guests.maximum", "3");
        patiently().until(() -> pool.guests("READY") == 2);
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void aStopKeepsGuestsAndTheNextStartAdoptsThem() {
        Answer lease = lease("c1", "192.0.2.1");
        patiently().until(() -> pool.guests("READY") == 2);
        List<DomainStatus> before = pool.hypervisor().domains();

        pool.restart();

        assertThat(pool.hypervisor().domains())
                .containsExactlyInAnyOrderElementsOf(before)
                .hasSize(3);
        assertThat(lease("c2", "192.0.2.1").json().path("guestId"))
                .isEqualTo(lease.json().path("guestId"));
    }

    @Test
    void whatAnotherStartLeftBehindIsReaped() throws IOException {
        UUID leaked = pool.hypervisor().leak("hp-pool-3");
        UUID stranger = pool.hypervisor().leak("hp-other-3");
        Files.createFile(pool.state().resolve("pool/overlays/hp-pool-9.qcow2"));

        patiently().untilAsserted(() -> {
            assertThat(pool.hypervisor().domains())
                    .extracting(DomainStatus::id)
                    .contains(stranger)
                    .doesNotContain(leaked);
            assertThat(pool.state().resolve("pool/overlays/hp-pool-9.qcow2")).doesNotExist();
        });
    }

    @Test
    void aGuestThatWasBeingMadeWhenThePoolDiedIsCleanedUp() {
        pool.stop();
        pool.restart();
        pool.database()
                .sql(
                        "UPDATE guest SET state = 'PROVISIONING', version = version + 1 WHERE state = 'READY' AND slot = 1")
                .update();

        patiently().until(() -> pool.guests("FAILED") == 1);
        patiently().until(() -> pool.guests("READY") == 2);
        assertThat(pool.hypervisor().domains()).hasSize(2);
    }

    @Test
    void aLeasedGuestThatIsPoweredOffEndsItsLease() {
        Answer lease = lease("c1", "192.0.2.1");

        pool.hypervisor().powerOff(pool.domainOf(lease.json().path("guestId").asString()));

        String path = "/api/v1/leases/" + lease.json().path("leaseId").asString();
        patiently()
                .until(() -> pool.api("viewer")
                        .call("GET", path)
                        .json()
                        .path("endReason")
                        .asString("")
                        .equals("GUEST_STOPPED"));
        patiently().until(() -> pool.guests("READY") == 2 && pool.guests("DESTROYED") == 1);
    }

    @Test
    void anExhaustedPoolSaysWhenToComeAgain() {
        lease("c1", "192.0.2.1");
        lease("c2", "192.0.2.2");
        patiently().until(() -> pool.guests("READY") == 1);
        lease("c3", "192.0.2.3");

        Answer refused = lease("c4", "192.0.2.4");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("pool-exhausted");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(pool.management("metrics")
                        .call("GET", "/actuator/prometheus")
                        .body())
                .contains("honeypool_pool_refused_total{reason=\"exhausted\"} 1.0");
    }

    @Test
    void guestsThatDoNotStartAreGivenUpWithAReasonAndTriedAgain() {
        pool.hypervisor().setStarting(false);
        lease("c1", "192.0.2.1");

        patiently().until(() -> pool.guests("FAILED") == 1);
        assertThat(pool.database()
                        .sql("SELECT failure FROM guest WHERE state = 'FAILED'")
                        .query(String.class)
                        .single())
                .contains("no space left");
        pool.hypervisor().setStarting(true);
        patiently().until(() -> pool.guests("READY") == 2);
    }

    @Test
    void withoutHypervisorLeasesAreStillHandedOutAndReadinessTells() {
        pool.hypervisor().setReachable(false);

        assertThat(lease("c1", "192.0.2.1").status()).isEqualTo(201);
        Answer readiness = pool.management("").call("GET", "/actuator/health/readiness");
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.json().at("/components/hypervisor/status").asString())
                .isEqualTo("DOWN");
        pool.hypervisor().setReachable(true);
        patiently().until(() -> pool.guests("READY") == 2);
    }

    @Test
    void aStopThatRetiresLeavesNothing() throws IOException {
        pool.restart("honeypool.pool.shutdown", "retire");
        lease("c1", "192.0.2.1");
        patiently().until(() -> pool.guests("READY") == 2);

        pool.stop();

        assertThat(pool.hypervisor().domains()).isEmpty();
        assertThat(pool.hypervisor().filters()).isEmpty();
        assertThat(pool.hypervisor().hasNetwork()).isFalse();
        try (var overlays = Files.list(pool.state().resolve("pool/overlays"))) {
            assertThat(overlays).isEmpty();
        }
    }

    private Answer lease(String connection, String source) {
        return pool.api("sensor")
                .call(
                        "POST",
                        "/api/v1/leases",
                        "{\"sensorId\":\"s\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                                + "\",\"protocol\":\"SSH\"}");
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(40));
    }
}
