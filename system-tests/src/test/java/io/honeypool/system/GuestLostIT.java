package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.PoolApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Guests stop, or are taken apart, without the pool's doing. */
@Tag(FaultScenario.FAULTS)
class GuestLostIT extends FaultScenario {

    GuestLostIT(Deployment deployment) {
        super(deployment);
    }

    @Test
    void poweredOffFromInside() throws IOException {
        String lease = runInside("127.67.1.1", "echo o > /proc/sysrq-trigger; sleep 60");

        assertThat(endOf(lease)).isEqualTo("GUEST_STOPPED");
    }

    /** A guest that hangs is its source's to have broken: it stays until the lease ends, and is removed then. */
    @Test
    void panickedFromInside() throws IOException {
        String lease = runInside("127.67.2.1", "echo c > /proc/sysrq-trigger; sleep 60");

        assertThat(deployment.ssh().from("127.67.2.1").run("true").status()).isNotZero();
        assertThat(operator.delete("leases/" + lease).status()).isEqualTo(204);
        awaitGone(leaseOf(lease).get("guestId").stringValue());
    }

    @Test
    void domainsDestroyedBehindItsBack() {
        Answer granted = lease("10.91.1.1");
        JsonNode leased = operator.get("guests/" + LeaseCalls.guest(granted)).json();
        JsonNode ready = guests("READY").getFirst();

        deployment.virsh("destroy", leased.get("name").stringValue());
        deployment.virsh("destroy", ready.get("name").stringValue());

        assertThat(endOf(LeaseCalls.lease(granted))).isEqualTo("GUEST_STOPPED");
        awaitGone(id(leased));
        awaitGone(id(ready));
    }

    @Test
    void theOverlayOfAReadyGuestIsGone() throws IOException {
        JsonNode guest = guests("READY").getFirst();

        Files.delete(overlayOf(guest));

        awaitGone(id(guest));
    }

    /** QEMU has it open, so the source notices nothing. */
    @Test
    void theOverlayOfALeasedGuestIsGone() throws IOException {
        Ssh ssh = deployment.ssh().from("127.67.3.1");
        ssh.run("echo here > /root/here").orFail();
        JsonNode lease = operator.activeLeasesOf("127.67.3.1").getFirst();

        Files.delete(overlayOf(lease.get("guest")));

        services.killAndAwaitNext("pool");
        crash.awaitServing();
        assertThat(ssh.run("cat /root/here").orFail()).isEqualTo("here\n");
        assertThat(leaseOf(lease.get("leaseId").stringValue()).get("state").stringValue())
                .isNotEqualTo("ENDED");
    }

    @Test
    void aRowWithoutAnythingBehindIt() {
        Set<Integer> taken = operator.get("guests")
                .json()
                .get("items")
                .valueStream()
                .map(guest -> guest.get("slot").intValue())
                .collect(Collectors.toSet());
        int free = IntStream.rangeClosed(1, DeploymentExtension.MAXIMUM)
                .filter(slot -> !taken.contains(slot))
                .findFirst()
                .orElseThrow();

        String row = insertRow(free);

        awaitGone(row);
    }

    @Test
    void aGuestWithoutARow() {
        guests("READY").forEach(this::retire);
        awaitInvariants();
        JsonNode guest = guests("READY").getFirst();

        List<String> deleted = deployment.query("DELETE FROM guest WHERE id = '" + id(guest) + "'");

        assertThat(deleted).containsExactly("DELETE 1");
    }

    /** A READY guest that is nowhere but in the table. */
    private String insertRow(int slot) {
        return deployment.query("""
                        INSERT INTO guest (id, owner, slot, name, domain_id, profile, image, recipe, state, address,
                                           ssh_port, telnet_port, account_username, account_password, stale,
                                           created_at, state_since, ready_at, version)
                        SELECT gen_random_uuid(), owner, %1$d, 'hp-pool-%1$d', gen_random_uuid(), profile, image, recipe,
                               state, '192.0.2.1', ssh_port, telnet_port, account_username, account_password, stale,
                               created_at, state_since, ready_at, version
                          FROM guest WHERE state = 'READY' LIMIT 1 RETURNING id""".formatted(slot)).getFirst();
    }

    private Path overlayOf(JsonNode guest) {
        return deployment
                .state()
                .resolve("pool/overlays")
                .resolve(guest.get("name").stringValue() + ".qcow2");
    }

    /** Has a source run something that its guest does not survive, and says which lease it had. */
    private String runInside(String source, String command) throws IOException {
        Ssh ssh = deployment.ssh().from(source);
        ssh.run("true").orFail();
        String lease = operator.activeLeasesOf(source).getFirst().get("leaseId").stringValue();
        Path output = Files.createTempFile("lost", ".out");
        Process client = ssh.command(command).start(output);
        try {
            await().atMost(PATIENCE)
                    .until(() -> deployment.events().stream()
                            .anyMatch(
                                    event -> event.path("input").stringValue("").equals(command)));
            await().atMost(PATIENCE)
                    .until(() -> ssh.with("-o", "ConnectTimeout=5").run("true").status() != 0);
        } finally {
            client.destroy();
            Files.delete(output);
        }
        return lease;
    }
}
