package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two pool services on one database, each with a host of its own. */
class OwnersIT {

    private static final String[] QUICK = {
        "honeypool.pool.guests.ready", "2",
        "honeypool.pool.guests.maximum", "6",
        "honeypool.pool.owner.suspect-after", "3s",
        "honeypool.pool.owner.dead-after", "6s",
        "honeypool.pool.owner.restart-grace", "60s",
        "spring.datasource.hikari.connection-timeout", "1000"
    };

    private RunningPool one;
    private RunningPool two;

    @BeforeEach
    void start() {
        one = RunningPool.start(QUICK);
        two = one.another("two", QUICK);
        await().until(() -> one.guests("READY") == 4
                && owner("pool").path("serving").asBoolean()
                && owner("two").path("serving").asBoolean());
    }

    @AfterEach
    void stop() throws IOException {
        two.close();
        one.close();
    }

    @Test
    void eitherServiceHandsOutTheGuestsOfBoth() {
        List<String> owners = List.of(
                ownerOf(lease(one, "c1", "192.0.2.1")),
                ownerOf(lease(one, "c2", "192.0.2.2")),
                ownerOf(lease(one, "c3", "192.0.2.3")),
                ownerOf(lease(one, "c4", "192.0.2.4")));

        assertThat(owners).containsOnly("pool", "two");
        assertThat(lease(two, "c5", "192.0.2.1").path("guestId"))
                .as("the same source through the other service")
                .isEqualTo(lease(one, "c6", "192.0.2.1").path("guestId"));
        await().until(() -> one.guests("READY") == 4);
        assertThat(one.hypervisor().domains().size()
                        + two.hypervisor().domains().size())
                .isEqualTo(8);
    }

    @Test
    void theApiOfEitherShowsBoth() {
        JsonNode pool = one.api("viewer").call("GET", "/api/v1/pool").json();

        assertThat(pool.path("owners").valueStream().map(o -> o.path("name").asString()))
                .containsExactly("pool", "two");
        assertThat(owner("two").path("state").asString()).isEqualTo("ALIVE");
        assertThat(owner("two").path("guests").path("READY").asInt()).isEqualTo(2);
        assertThat(two.api("viewer")
                        .call("GET", "/api/v1/guests")
                        .json()
                        .path("items")
                        .valueStream()
                        .map(guest -> guest.path("owner").asString()))
                .containsExactly("pool", "pool", "two", "two");
        await().untilAsserted(() -> assertThat(one.management("metrics")
                        .call("GET", "/actuator/prometheus")
                        .body())
                .contains("honeypool_pool_owners{state=\"ALIVE\"} 2.0")
                .contains("honeypool_pool_guests{profile=\"default\",state=\"READY\"} 2.0"));
    }

    @Test
    void aGuestRetiredThroughTheOtherServiceIsRemovedByItsOwner() {
        UUID guest = idOfGuest("two");

        assertThat(one.api("operator")
                        .call("POST", "/api/v1/guests/" + guest + "/retire")
                        .status())
                .isEqualTo(200);

        await().until(() -> two.hypervisor().domains().stream()
                .noneMatch(domain -> domain.id().equals(two.domainOf(guest.toString()))));
    }

    @Test
    void aDeadServiceLosesItsLeasesAndTheOtherServesOn() {
        JsonNode lost = leaseOf("two");
        UUID ready = idOfGuest("two");
        List<UUID> before = ids(two);

        two.kill();

        await().until(() -> endReason(lost).equals("OWNER_LOST"));
        assertThat(owner("two").path("state").asString()).isEqualTo("DEAD");
        assertThat(state(lost)).isEqualTo("RETIRING");
        assertThat(stateOf(ready)).isEqualTo("READY");
        await().until(() -> one.guests("READY") >= 2);
        assertThat(ownerOf(lease(one, "n1", "198.51.100.1"))).isEqualTo("pool");
        assertThat(one.management("metrics").call("GET", "/actuator/prometheus").body())
                .contains("honeypool_pool_owner_deaths_total{was=\"ALIVE\"} 1.0");

        assertThat(ids(two)).as("guests outlive their service").isEqualTo(before);
        two.restart();

        await().until(() -> state(lost).equals("DESTROYED"));
        assertThat(ids(two)).contains(ready).doesNotContain(guest(lost));
        await().until(() -> owner("two").path("serving").asBoolean());
        assertThat(stateOf(ready)).isEqualTo("READY");
        assertThat(two.ends()).isEmpty();
    }

    @Test
    void newLeasesComeFromTheLivingBeforeTheDeadIsDeclared() {
        one.restart("honeypool.pool.owner.dead-after", "60s");
        two.kill();

        await().until(() -> !isHandedOut("two"));

        assertThat(owner("two").path("state").asString()).isEqualTo("ALIVE");
        assertThat(ownerOf(lease(one, "n1", "198.51.100.1"))).isEqualTo("pool");
        assertThat(ownerOf(lease(one, "n2", "198.51.100.2"))).isEqualTo("pool");
    }

    @Test
    void aServiceThatCannotReachTheDatabaseComesBackByItself() {
        JsonNode lost = leaseOf("two");
        UUID ready = idOfGuest("two");
        two.link().cut();

        await().until(() -> endReason(lost).equals("OWNER_LOST"));
        assertThat(ids(two)).as("nothing is done on the strength of an outage").contains(guest(lost), ready);
        two.link().mend();

        await().until(() -> state(lost).equals("DESTROYED"));
        await().until(() -> owner("two").path("serving").asBoolean());
        assertThat(owner("two").path("state").asString()).isEqualTo("ALIVE");
        assertThat(stateOf(ready)).isEqualTo("READY");
        assertThat(ids(two)).contains(ready).doesNotContain(guest(lost));
    }

    @Test
    void anOutageOfTheDatabaseKillsNobody() {
        JsonNode first = leaseOf("pool");
        JsonNode second = leaseOf("two");
        await().until(() -> one.guests("READY") == 4);
        List<UUID> ofOne = ids(one);
        List<UUID> ofTwo = ids(two);
        one.link().cut();
        two.link().cut();
        assertThat(lease(one, "n1", "198.51.100.1").path("status").asInt()).isEqualTo(503);

        await().pollDelay(Duration.ofSeconds(9)).until(() -> true);
        one.link().mend();
        two.link().mend();

        await().until(() -> lease(one, "n2", "198.51.100.1").has("leaseId"));
        await().during(Duration.ofSeconds(9))
                .atMost(Duration.ofSeconds(20))
                .until(() -> endReason(first).isEmpty() && endReason(second).isEmpty());
        assertThat(ids(one)).containsAll(ofOne);
        assertThat(ids(two)).containsAll(ofTwo);
        assertThat(owner("two").path("state").asString()).isEqualTo("ALIVE");
    }

    @Test
    void aRestartInTimeKeepsLeases() {
        JsonNode kept = leaseOf("two");
        List<UUID> before = ids(two);

        two.stop();

        assertThat(owner("two").path("state").asString()).isEqualTo("STOPPED");
        await().until(() -> free("pool") > 0);
        assertThat(ownerOf(lease(one, "n1", "198.51.100.1"))).isEqualTo("pool");
        await().during(Duration.ofSeconds(9))
                .atMost(Duration.ofSeconds(20))
                .until(() -> endReason(kept).isEmpty());
        two.restart();
        assertThat(ids(two)).containsAll(before);
        assertThat(endReason(kept)).isEmpty();
        assertThat(owner("two").path("state").asString()).isEqualTo("ALIVE");
    }

    @Test
    void aServiceThatStoppedAndStaysAwayLosesItsLeasesInTheEnd() throws IOException {
        two.restart("honeypool.pool.guests.ready", "1");
        one.restart("honeypool.pool.owner.restart-grace", "8s");
        await().until(() -> owner("pool").path("serving").asBoolean());
        JsonNode lost = leaseOf("two");

        two.stop();

        await().until(() -> endReason(lost).equals("OWNER_LOST"));
    }

    @Test
    void aKilledServiceThatIsBackInTimeKeepsItsLeases() {
        two.restart("honeypool.pool.owner.dead-after", "60s");
        one.restart("honeypool.pool.owner.dead-after", "60s", "honeypool.pool.owner.restart-grace", "60s");
        JsonNode kept = leaseOf("two");
        List<UUID> before = ids(two);

        two.kill();
        two.restart();

        assertThat(endReason(kept)).isEmpty();
        assertThat(ids(two)).containsAll(before);
    }

    @Test
    void aSecondServiceOfTheSameNameIsRefusedAndTheFirstServesOn() {
        assertThatException()
                .isThrownBy(() -> one.another("two", QUICK))
                .havingRootCause()
                .isInstanceOf(StartupFailure.class)
                .withMessageContaining("Another pool service named two uses this database and is alive");

        assertThat(owner("two").path("state").asString()).isEqualTo("ALIVE");
        assertThat(two.ends()).isEmpty();
    }

    @Test
    void aServiceWhoseNameWasTakenEnds() {
        one.database()
                .sql("UPDATE pool_owner SET incarnation = gen_random_uuid() WHERE name = 'two'")
                .update();

        await().until(() -> !two.ends().isEmpty());

        assertThat(two.ends().getFirst()).contains("Another pool service took the name two");
    }

    @Test
    void aShutdownThatRetiresTouchesOnlyItsOwn() {
        JsonNode mine = leaseOf("two");
        JsonNode others = leaseOf("pool");
        two.restart("honeypool.pool.shutdown", "retire");

        two.stop();

        assertThat(endReason(mine)).isEqualTo("SHUTDOWN");
        assertThat(endReason(others)).isEmpty();
        assertThat(two.hypervisor().domains()).isEmpty();
        assertThat(one.hypervisor().domains()).isNotEmpty();
    }

    @Test
    void whatWasUnderWayWhenAServiceWasDeclaredDeadEndsToo() {
        two.kill();
        await().until(() -> owner("two").path("state").asString().equals("DEAD"));
        UUID guest = idOfGuest("two");
        one.database()
                .sql("WITH late AS (UPDATE guest SET state = 'LEASED', version = version + 1 WHERE id = :guest) INSERT"
                        + " INTO lease (id, source_address, source_key, network_key, profile, guest_id, shared,"
                        + " state, created_at, last_used_at) VALUES (:guest, '203.0.113.9', '203.0.113.9/32',"
                        + " '203.0.113.0/24', 'default', :guest, false, 'ACTIVE', now(), now())")
                .param("guest", guest)
                .update();

        await().until(() -> stateOf(guest).equals("RETIRING"));
    }

    /** Leases until a guest of the owner comes; returns that lease. */
    private JsonNode leaseOf(String owner) {
        for (int source = 1; source <= 6; source++) {
            JsonNode lease = lease(one, owner + source, "192.0." + source + ".1");
            if (ownerOf(lease).equals(owner)) {
                return lease;
            }
        }
        throw new AssertionError("no guest of " + owner + " was handed out");
    }

    private static JsonNode lease(RunningPool through, String connection, String source) {
        Answer answer = through.api("sensor")
                .call(
                        "POST",
                        "/api/v1/leases",
                        "{\"sensorId\":\"s\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                                + "\",\"protocol\":\"SSH\"}");
        return answer.json();
    }

    private boolean isHandedOut(String owner) {
        return one.database()
                .sql("SELECT seen_at > now() - interval '3 s' FROM pool_owner WHERE name = ?")
                .param(owner)
                .query(Boolean.class)
                .single();
    }

    private JsonNode owner(String name) {
        return one.api("viewer")
                .call("GET", "/api/v1/pool")
                .json()
                .path("owners")
                .valueStream()
                .filter(owner -> owner.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String ownerOf(JsonNode lease) {
        return text("SELECT owner FROM guest WHERE id = ?", guest(lease));
    }

    private UUID idOfGuest(String owner) {
        return one.database()
                .sql("SELECT id FROM guest WHERE owner = ? AND state = 'READY' ORDER BY slot LIMIT 1")
                .param(owner)
                .query(UUID.class)
                .single();
    }

    private String endReason(JsonNode lease) {
        return text(
                "SELECT coalesce(end_reason, '') FROM lease WHERE id = ?",
                UUID.fromString(lease.path("leaseId").asString()));
    }

    private String state(JsonNode lease) {
        return stateOf(guest(lease));
    }

    private String stateOf(UUID guest) {
        return text("SELECT state FROM guest WHERE id = ?", guest);
    }

    private String text(String sql, UUID id) {
        return one.database().sql(sql).param(id).query(String.class).single();
    }

    private int free(String owner) {
        return one.database()
                .sql("SELECT count(*) FROM guest WHERE state = 'READY' AND owner = ?")
                .param(owner)
                .query(Integer.class)
                .single();
    }

    private static UUID guest(JsonNode lease) {
        return UUID.fromString(lease.path("guestId").asString());
    }

    /** The guests whose domains run; a slot's domain belongs to the slot's one live guest. */
    private List<UUID> ids(RunningPool pool) {
        return pool.hypervisor().domains().stream()
                .flatMap(domain -> one
                        .database()
                        .sql("SELECT id FROM guest WHERE domain_id = ? AND state NOT IN ('DESTROYED', 'FAILED')")
                        .param(domain.id())
                        .query(UUID.class)
                        .list()
                        .stream())
                .sorted()
                .toList();
    }
}
