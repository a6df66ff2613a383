package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.PoolApi.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Faults and what must hold after each: nothing leaks, the pool is back at its target by itself, and one source was in
 * its guest all the time. Those tagged {@value #SAMPLE} are tried in every run of the tests, those tagged
 * {@value #FAULTS} in {@code ./honeypool test --faults}.
 */
@ExtendWith(DeploymentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultScenario {

    static final String SAMPLE = "fault-sample";
    static final String FAULTS = "faults";
    static final Duration PATIENCE = Duration.ofMinutes(2);

    protected final Deployment deployment;
    protected final Services services;
    protected final PoolCrash crash;
    protected final PoolApi operator;
    protected final LeaseCalls sensor;
    private final Invariants invariants;
    private Witness witness;

    FaultScenario(Deployment deployment) {
        this.deployment = deployment;
        this.services = new Services(deployment);
        this.crash = new PoolCrash(deployment, services);
        this.operator = deployment.api("operator");
        this.sensor = new LeaseCalls(deployment.api("sensor"), "fault-sensor");
        this.invariants = new Invariants(deployment);
    }

    @BeforeAll
    void enter() throws IOException {
        operator.activeLeases().forEach(this::end);
        invariants.awaitAll();
        witness = new Witness(deployment);
        invariants.awaitAll();
    }

    @AfterEach
    void nothingLeaksAndNothingIsLost() throws IOException {
        crash.awaitServing();
        operator.activeLeases().stream()
                .filter(lease -> !lease.get("sourceAddress").stringValue().equals(Witness.SOURCE))
                .forEach(this::end);
        invariants.awaitAll();
        witness.isServed();
        witness.findsItsGuest();
    }

    @AfterAll
    void leave() throws IOException {
        witness.close();
        end(witness.lease());
    }

    final Witness witness() {
        return witness;
    }

    /** Waits until rows, libvirt and the host agree. */
    final void awaitInvariants() {
        invariants.awaitAll();
    }

    /** The guests in a state. */
    final List<JsonNode> guests(String state) {
        return operator.get("guests?size=500&state=" + state)
                .json()
                .get("items")
                .valueStream()
                .toList();
    }

    final void retire(JsonNode guest) {
        assertThat(operator.post("guests/" + id(guest) + "/retire", "{}").status())
                .isEqualTo(200);
    }

    /** Waits until a lease ended, and says why it did. */
    final String endOf(String lease) {
        await().atMost(PATIENCE)
                .until(() -> leaseOf(lease).get("state").stringValue().equals("ENDED"));
        return leaseOf(lease).get("endReason").stringValue();
    }

    final JsonNode leaseOf(String id) {
        return operator.get("leases/" + id).json();
    }

    /** Waits until a guest is gone for good. */
    final void awaitGone(String guest) {
        await().atMost(PATIENCE)
                .until(() -> operator.get("guests/" + guest)
                        .json()
                        .get("state")
                        .stringValue()
                        .equals("DESTROYED"));
    }

    /** Has a source get its guest, as soon as there is one. */
    final Answer lease(String source) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> sensor.acquire(source, LeaseCalls.newConnection()), answer -> answer.status() < 300);
    }

    static String id(JsonNode guest) {
        return guest.get("guestId").stringValue();
    }

    private void end(JsonNode lease) {
        assertThat(operator.delete("leases/" + lease.get("leaseId").stringValue())
                        .status())
                .isEqualTo(204);
    }
}
