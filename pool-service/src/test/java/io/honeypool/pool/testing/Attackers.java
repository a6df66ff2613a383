package io.honeypool.pool.testing;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.pool.lease.LeaseApplication;
import io.honeypool.pool.lease.LeaseDesk;
import io.honeypool.pool.lease.LeaseOutcome;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import io.honeypool.pool.lease.RenewalOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Sources that ask a running pool for guests, through a sensor named {@value #SENSOR}. */
public final class Attackers {

    /** Their sensor. */
    public static final String SENSOR = "sensor";

    private final RunningPool pool;
    private final LeaseDesk desk;

    /** Asks a pool. */
    public Attackers(RunningPool pool) {
        this.pool = pool;
        this.desk = pool.bean(LeaseDesk.class);
    }

    /** An address in a network of its own. */
    public static String apart(int number) {
        return "10." + number / 256 + "." + number % 256 + ".1";
    }

    /** A request. */
    public static LeaseApplication application(String source, String connection) {
        return application(source, connection, LoginProtocol.SSH);
    }

    /** A request. */
    public static LeaseApplication application(String source, String connection, LoginProtocol protocol) {
        return new LeaseApplication(
                SENSOR, connection, SourceAddress.parse(source), protocol, "default", Optional.empty());
    }

    /** Asks for a guest. */
    public LeaseOutcome ask(String source, String connection) {
        return desk.acquire(application(source, connection));
    }

    /** Asks for a guest and gets one. */
    public Granted acquire(String source, String connection) {
        if (ask(source, connection) instanceof Granted granted) {
            return granted;
        }
        throw new IllegalStateException(source + " was refused a guest");
    }

    /** Renews a connection. */
    public RenewalOutcome renew(Granted granted, String connection) {
        return desk.renew(granted.leaseId(), connection, SENSOR);
    }

    /** Releases a connection. */
    public boolean release(Granted granted, String connection, boolean used) {
        return desk.release(granted.leaseId(), connection, SENSOR, used);
    }

    /** Asks many times at once. */
    public List<LeaseOutcome> atOnce(int number, IntFunction<LeaseApplication> application)
            throws InterruptedException, ExecutionException {
        return together(number, i -> desk.acquire(application.apply(i)));
    }

    /** Does something many times at once. */
    public <T> List<T> together(int number, IntFunction<T> deed) throws InterruptedException, ExecutionException {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = IntStream.range(0, number)
                    .mapToObj(i -> threads.submit(() -> {
                        go.await();
                        return deed.apply(i);
                    }))
                    .toList();
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    /** The guests that were granted. */
    public static List<UUID> guestsOf(List<LeaseOutcome> outcomes) {
        return outcomes.stream()
                .filter(Granted.class::isInstance)
                .map(outcome -> ((Granted) outcome).guestId())
                .toList();
    }

    /** A number from the database. */
    public int count(String sql) {
        return pool.database().sql(sql).query(Integer.class).single();
    }

    /** The state of a guest. */
    public String stateOfGuest(Granted granted) {
        return pool.database()
                .sql("SELECT state FROM guest WHERE id = ?")
                .param(granted.guestId())
                .query(String.class)
                .single();
    }

    /** A column of a lease, as text. */
    public String lease(Granted granted, String column) {
        return pool.database()
                .sql("SELECT coalesce(CAST(" + column + " AS text), '') FROM lease WHERE id = ?")
                .param(granted.leaseId())
                .query(String.class)
                .single();
    }
}
