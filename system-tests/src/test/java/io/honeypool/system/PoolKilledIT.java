package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.system.PoolApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The pool is killed in every step of what it does to guests and leases. */
class PoolKilledIT extends FaultScenario {

    private static final Path SOURCES = Path.of("../pool-service/src/main/java");

    PoolKilledIT(Deployment deployment) {
        super(deployment);
    }

    @ParameterizedTest
    @Tag(FAULTS)
    @ValueSource(
            strings = {"PROVISION_ROW_MADE", "PROVISION_FILTER_MADE", "PROVISION_OVERLAY_MADE", "PROVISION_BEFORE_READY"
            })
    void provisioning(String step) {
        crash.at(step, this::retireBelowTarget);
    }

    @Test
    @Tag(SAMPLE)
    void provisioningWhenTheDomainRuns() {
        provisioning("PROVISION_DOMAIN_STARTED");
    }

    @ParameterizedTest
    @Tag(FAULTS)
    @ValueSource(strings = {"BAKE_BOOTED", "BAKE_PREPARED", "BAKE_SAVED", "BAKE_MOVED"})
    void baking(String step) {
        crash.at(step, this::wantAnotherBake);
    }

    @Test
    @Tag(SAMPLE)
    void leasing() {
        String connection = LeaseCalls.newConnection();

        crash.at("LEASE_COMMITTED", () -> sensor.acquire("10.71.1.1", connection));

        Answer again = sensor.acquire("10.71.1.1", connection);
        assertThat(again.status()).isEqualTo(201);
        assertThat(leaseOf(LeaseCalls.lease(again)).get("connections").valueStream())
                .as("counted once")
                .hasSize(1);
        assertThat(operator.activeLeasesOf("10.71.1.1")).hasSize(1);
    }

    @Test
    @Tag(FAULTS)
    void releasing() {
        String connection = LeaseCalls.newConnection();
        Answer granted = sensor.acquire("10.72.1.1", connection);
        String lease = LeaseCalls.lease(granted);

        crash.at("RELEASE_COMMITTED", () -> sensor.release(lease, connection, false));

        assertThat(sensor.release(lease, connection, false).status()).isEqualTo(204);
        assertThat(endOf(lease)).isEqualTo("UNUSED");
        assertThat(operator.get("guests/" + LeaseCalls.guest(granted))
                        .json()
                        .get("state")
                        .stringValue())
                .isEqualTo("READY");
    }

    @ParameterizedTest
    @Tag(FAULTS)
    @ValueSource(strings = {"RETIRE_ROW_MOVED", "RETIRE_FILTER_REMOVED", "RETIRE_OVERLAY_REMOVED"})
    void retiring(String step) {
        JsonNode guest = guests("READY").getFirst();

        crash.at(step, () -> retire(guest));

        awaitGone(id(guest));
    }

    @Test
    @Tag(SAMPLE)
    void retiringWhenTheDomainIsGone() {
        retiring("RETIRE_DOMAIN_DESTROYED");
    }

    @ParameterizedTest
    @Tag(FAULTS)
    @ValueSource(strings = {"KEEP_ROW_MADE", "KEEP_FILE_MOVED"})
    void keeping(String step) {
        Answer granted = lease("10.74.1.1");
        String guest = LeaseCalls.guest(granted);

        crash.at(step, () -> operator.delete("leases/" + LeaseCalls.lease(granted)));

        awaitGone(guest);
        JsonNode kept = operator.get("overlays?guestId=" + guest).json().get("items");
        assertThat(kept.valueStream().map(overlay -> overlay.get("state").stringValue()))
                .as("kept once")
                .containsExactly("KEPT");
    }

    @ParameterizedTest
    @Tag(FAULTS)
    @ValueSource(
            strings = {
                "COLLECT_ROW_MADE",
                "COLLECT_FILE_WRITTEN",
                "COLLECT_FILE_ROW_MADE",
                "COLLECT_FILE_MOVED",
                "COLLECT_FILES_STORED"
            })
    void collecting(String step) {
        Answer granted = lease("10.75.1.1");
        String lease = LeaseCalls.lease(granted);

        crash.at(step, () -> operator.delete("leases/" + lease));

        awaitGone(LeaseCalls.guest(granted));
        JsonNode collection = operator.get("leases/" + lease + "/files").json();
        assertThat(collection.get("state").stringValue()).isIn("COMPLETE", "PARTIAL");
        assertThat(collection.get("files").valueStream()).isNotEmpty();
        assertThat(collection
                        .get("files")
                        .valueStream()
                        .map(file -> file.get("content").stringValue()))
                .as("all that is listed is settled")
                .doesNotContain("STORING");
    }

    /** A step that the pool reaches and nobody tries would prove nothing. */
    @Test
    @Tag(FAULTS)
    void noStepOfThePoolIsLeftOut() throws IOException {
        Path here = Path.of("src/test/java/io/honeypool/system/PoolKilledIT.java");
        Path uploads = Path.of("../pool-service/src/test/java/io/honeypool/pool/EvidenceFilesKillIT.java");
        assertThat(named("\\b([A-Z]+_[A-Z_]+)\\b", List.of(here, uploads)))
                .as("steps that are tried")
                .containsAll(named("\\breach\\(Step\\.([A-Z_]+)\\)", sources()));
    }

    /** There is one guest less than wanted, so that the pool provisions one. */
    private void retireBelowTarget() {
        int wanted = operator.get("pool").json().get("ready").intValue();
        guests("READY").stream().skip(wanted - 1).forEach(this::retire);
    }

    /** There is one guest less than wanted, and the only slot that is free is one whose bake is gone. */
    private void wantAnotherBake() {
        JsonNode pool = operator.get("pool").json();
        int maximum = pool.get("maximum").intValue();
        int wanted = pool.get("ready").intValue();
        for (int source = 1; operator.activeLeases().size() < maximum - wanted; source++) {
            lease("10.73." + source + ".1");
        }
        awaitInvariants();
        assertThat(guests("READY")).as("the other guests").hasSize(wanted);
        JsonNode guest = guests("READY").getFirst();
        Path slots = deployment.state().resolve("pool/slots");
        String name = guest.get("name").stringValue();
        Command.of("find", slots.toString(), "-path", slots + "/" + name + "@*", "-delete")
                .run()
                .orFail();
        retire(guest);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Set<String> named(String pattern, List<Path> files) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : files) {
            names.addAll(Pattern.compile(pattern)
                    .matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet()));
        }
        return names;
    }
}
