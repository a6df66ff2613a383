package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pool does about guests, over a real database and guests in memory. */
class ReconcilingIT {

    private RunningPool pool;

    @BeforeEach
    void start() {
        pool = RunningPool.start("honeypool.pool.guests.ready", "2", "honeypool.pool.guests.maximum", "3");
        await().until(() -> pool.guests("READY") == 2);
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void aStopKeepsGuestsAndTheNextStartAdoptsThem() {
        Answer lease = lease("c1", "192.0.2.1");
        await().until(() -> pool.guests("READY") == 2);
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

        await().untilAsserted(() -> {
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
                .sql("UPDATE guest SET state = 'PROVISIONING', version = version + 1 WHERE state = 'READY' AND slot"
                        + " = 1")
                .update();

        await().until(() -> pool.guests("FAILED") == 1);
        await().until(() -> pool.guests("READY") == 2);
        assertThat(pool.hypervisor().domains()).hasSize(2);
    }

    @Test
    void aLeasedGuestThatIsPoweredOffEndsItsLease() {
        Answer lease = lease("c1", "192.0.2.1");

        pool.hypervisor().powerOff(pool.domainOf(lease.json().path("guestId").asString()));

        String path = "/api/v1/leases/" + lease.json().path("leaseId").asString();
        await().until(() -> pool.api("viewer")
                .call("GET", path)
                .json()
                .path("endReason")
                .asString("")
                .equals("GUEST_STOPPED"));
        await().until(() -> pool.guests("READY") == 2 && pool.guests("DESTROYED") == 1);
    }

    @Test
    void anExhaustedPoolSaysWhenToComeAgain() {
        lease("c1", "192.0.2.1");
        lease("c2", "192.0.2.2");
        await().until(() -> pool.guests("READY") == 1);
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

        await().until(() -> pool.guests("FAILED") == 1);
        assertThat(pool.database()
                        .sql("SELECT failure FROM guest WHERE state = 'FAILED'")
                        .query(String.class)
                        .single())
                .contains("no space left");
        pool.hypervisor().setStarting(true);
        await().until(() -> pool.guests("READY") == 2);
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
        await().until(() -> pool.guests("READY") == 2);
    }

    @Test
    void aStopThatRetiresLeavesNothing() throws IOException {
        pool.restart("honeypool.pool.shutdown", "retire");
        lease("c1", "192.0.2.1");
        await().until(() -> pool.guests("READY") == 2);

        pool.stop();

        assertThat(pool.hypervisor().domains()).isEmpty();
        assertThat(pool.hypervisor().filters()).isEmpty();
        assertThat(pool.hypervisor().hasNetwork()).isFalse();
        try (var overlays = Files.list(pool.state().resolve("pool/overlays"))) {
            assertThat(overlays).isEmpty();
        }
    }

    @Test
    void aCallThatHangsHoldsUpNoOtherGuest() {
        Answer first = lease("c1", "192.0.2.1");
        UUID stuck = pool.domainOf(first.json().path("guestId").asString());
        pool.hypervisor().hang(stuck);
        end(first);
        await().until(() -> pool.guests("RETIRING") == 1 && pool.guests("READY") == 2);

        end(lease("c2", "192.0.2.2"));
        await().until(() -> pool.guests("DESTROYED") == 1 && pool.guests("READY") == 2);
        assertThat(pool.guests("RETIRING")).isEqualTo(1);

        pool.hypervisor().letGo(stuck);
        await().until(() -> pool.guests("DESTROYED") == 2 && pool.guests("RETIRING") == 0);
    }

    @Test
    void aReadyGuestWithoutOverlayIsReplacedAndALeasedOneIsLeftAlone() throws IOException {
        Answer lease = lease("c1", "192.0.2.1");
        await().until(() -> pool.guests("READY") == 2);
        try (var overlays = Files.list(pool.state().resolve("pool/overlays"))) {
            for (Path overlay : overlays.toList()) {
                Files.delete(overlay);
            }
        }

        await().until(() -> pool.guests("DESTROYED") == 2 && pool.guests("READY") == 2);
        assertThat(pool.guests("LEASED")).isEqualTo(1);
        assertThat(lease("c2", "192.0.2.1").json().path("guestId"))
                .isEqualTo(lease.json().path("guestId"));
    }

    @Test
    void aHeldGuestThatStopsStaysHeldUntilItIsRetired() {
        String guest = lease("c1", "192.0.2.1").json().path("guestId").asString();
        assertThat(pool.api("operator")
                        .call("POST", "/api/v1/guests/" + guest + "/hold")
                        .status())
                .isEqualTo(200);
        pool.hypervisor().powerOff(pool.domainOf(guest));
        pool.restart();
        await().until(() -> pool.guests("READY") == 2);
        assertThat(pool.guests("HELD")).isEqualTo(1);

        pool.api("operator").call("POST", "/api/v1/guests/" + guest + "/retire");

        await().until(() -> pool.guests("HELD") == 0 && pool.guests("DESTROYED") == 1);
    }

    @Test
    void aGuestThatStoppedWhileThePoolWasDownLosesItsLease() {
        Answer lease = lease("c1", "192.0.2.1");
        UUID domain = pool.domainOf(lease.json().path("guestId").asString());
        pool.kill();
        pool.hypervisor().powerOff(domain);

        pool.restart();

        await().until(() -> pool.api("viewer")
                .call("GET", "/api/v1/leases/" + lease.json().path("leaseId").asString())
                .json()
                .path("endReason")
                .asString("")
                .equals("GUEST_STOPPED"));
        await().until(() -> pool.guests("READY") == 2 && pool.guests("DESTROYED") == 1);
    }

    @Test
    void anImageThatIsReplacedUnderItsPathHasReadyGuestsReplacedOnce() throws IOException {
        Path disk = pool.state().resolve("images/debian-12/disk.qcow2");
        Path other = Files.copy(disk, disk.resolveSibling("other.qcow2"));
        Files.move(other, disk, StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> pool.guests("DESTROYED") == 2 && pool.guests("READY") == 2);
        assertThat(pool.database()
                        .sql("SELECT count(*) FROM guest WHERE state = 'READY' AND stale")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aServiceWithTheNetworkOfAnotherDoesNotStart() {
        assertThatException()
                .isThrownBy(() -> pool.another("other", "honeypool.pool.network.cidr", pool.cidr()))
                .havingRootCause()
                .withMessageContaining("The pool service pool on the same database has guests in this one's network");
    }

    private void end(Answer lease) {
        pool.api("operator")
                .call("DELETE", "/api/v1/leases/" + lease.json().path("leaseId").asString());
    }

    private Answer lease(String connection, String source) {
        return pool.api("sensor")
                .call(
                        "POST",
                        "/api/v1/leases",
                        "{\"sensorId\":\"s\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                                + "\",\"protocol\":\"SSH\"}");
    }
}
