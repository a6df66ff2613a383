package io.honeypool.pool.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Declaring a service dead, against heartbeats and against others that declare the same. */
class OwnerDeathsIT {

    private RunningPool pool;
    private OwnerDeaths deaths;

    @BeforeEach
    void start() {
        pool = RunningPool.start("honeypool.pool.owner.dead-after", "60s");
        deaths = pool.bean(OwnerDeaths.class);
        pool.database()
                .sql("INSERT INTO pool_owner VALUES ('gone', gen_random_uuid(), 'ALIVE', true, now(), now())")
                .update();
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void ofManyThatDeclareOneDeathOneSucceeds() throws InterruptedException, ExecutionException {
        Owner seen = row("gone");
        CountDownLatch go = new CountDownLatch(1);
        List<Boolean> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> futures = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                futures.add(threads.submit(() -> {
                    go.await();
                    return deaths.declare(seen);
                }));
            }
            go.countDown();
            for (Future<Boolean> future : futures) {
                results.add(future.get());
            }
        }

        assertThat(results).containsOnlyOnce(true);
        assertThat(row("gone").state()).isEqualTo(OwnerState.DEAD);
        assertThat(row("gone").serving()).isFalse();
    }

    @Test
    void aHeartbeatThatComesFirstSavesTheService() {
        Owner seen = row("gone");
        assertThat(pool.bean(OwnerTable.class).beat("gone", seen.incarnation(), true))
                .isTrue();

        assertThat(deaths.declare(seen)).isFalse();
        assertThat(row("gone").state()).isEqualTo(OwnerState.ALIVE);
    }

    @Test
    void aHeartbeatThatComesTooLateIsToldSo() {
        Owner seen = row("gone");
        assertThat(deaths.declare(seen)).isTrue();

        assertThat(pool.bean(OwnerTable.class).beat("gone", seen.incarnation(), true))
                .isFalse();
    }

    @Test
    void ofTwoThatTakeANameOneSucceeds() {
        OwnerTable table = pool.bean(OwnerTable.class);
        var seen = table.find("gone");

        assertThat(table.register("gone", UUID.randomUUID(), seen)).isTrue();
        assertThat(table.register("gone", UUID.randomUUID(), seen)).isFalse();
        assertThat(table.register("new", UUID.randomUUID(), Optional.empty())).isTrue();
        assertThat(table.register("new", UUID.randomUUID(), Optional.empty())).isFalse();
    }

    @Test
    void aServiceThatWasDeclaredDeadTakesItsNameAgain() {
        assertThat(deaths.declare(row("pool"))).isTrue();

        await().until(() ->
                row("pool").state() == OwnerState.ALIVE && row("pool").serving());
        assertThat(pool.ends()).isEmpty();
    }

    @Test
    void thePoolsClockIsTheDatabases() {
        var clock = pool.bean(DatabaseClock.class);

        OwnerTable table = pool.bean(OwnerTable.class);
        Instant before = table.now();
        assertThat(clock.instant())
                .isBetween(before.minusMillis(500), table.now().plusMillis(500));
        assertThat(pool.bean(InstantSource.class)).isSameAs(clock);
    }

    private Owner row(String name) {
        return pool.bean(OwnerTable.class).find(name).orElseThrow();
    }
}
