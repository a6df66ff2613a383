package io.honeypool.system;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Three hosts, made of network namespaces without a route out: an attacker's, a sensor's and a pool's. Each two are
 * joined by a link; the one from the sensor to the pool is long and lossy.
 */
final class RemoteHosts implements AutoCloseable {

    /**
     * Addresses that are set aside for tests of networks (RFC 2544): of the sensor, and of the pool, as others see it.
     */
    static final String SENSOR_FROM_ATTACKER = "198.18.80.2";

    static final String ATTACKER_FROM_SENSOR = "198.18.80.1";
    static final String POOL_FROM_SENSOR = "198.18.81.2";
    static final String POOL_FROM_ATTACKER = "198.18.82.2";

    /** The sensor's interface towards the pool. */
    static final String TO_POOL = "to-pool";

    /** The sensor's interface towards the attacker. */
    static final String TO_ATTACKER = "to-attacker";

    private static final String SENSOR_FROM_POOL = "198.18.81.1";
    private static final String ATTACKER_FROM_POOL = "198.18.82.1";
    private static final Duration DELAY = Duration.ofMillis(80);
    private static final int LOSS_PERCENT = 1;
    private static final String ATTACKER = "hpt-attacker";
    private static final String SENSOR = "hpt-sensor";
    private static final String POOL = "hpt-pool";

    private final Deque<Runnable> ends = new ArrayDeque<>();

    RemoteHosts() {
        try {
            List.of(ATTACKER, SENSOR, POOL).forEach(this::add);
            ip(
                    "-n",
                    ATTACKER,
                    "link",
                    "add",
                    "to-sensor",
                    "type",
                    "veth",
                    "peer",
                    "name",
                    TO_ATTACKER,
                    "netns",
                    SENSOR);
            ip("-n", ATTACKER, "link", "add", "to-pool", "type", "veth", "peer", "name", "to-attacker", "netns", POOL);
            SlowLink link = new SlowLink(DELAY, LOSS_PERCENT, "hpt-slow-s", "hpt-slow-p");
            ends.push(link::close);
            ip("link", "set", "hpt-slow-s", "netns", SENSOR, "name", TO_POOL);
            ip("link", "set", "hpt-slow-p", "netns", POOL, "name", "to-sensor");
            attach(ATTACKER, "to-sensor", ATTACKER_FROM_SENSOR);
            attach(SENSOR, TO_ATTACKER, SENSOR_FROM_ATTACKER);
            attach(ATTACKER, "to-pool", ATTACKER_FROM_POOL);
            attach(POOL, "to-attacker", POOL_FROM_ATTACKER);
            attach(SENSOR, TO_POOL, SENSOR_FROM_POOL);
            attach(POOL, "to-sensor", POOL_FROM_SENSOR);
            // what others may not pass it must keep from passing all the same
            pool().command("sysctl", "-qw", "net.ipv4.ip_forward=1").run().orFail();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    Placement attacker() {
        return placement(ATTACKER);
    }

    Placement sensor() {
        return placement(SENSOR);
    }

    Placement pool() {
        return placement(POOL);
    }

    private static Placement placement(String namespace) {
        return new Placement("pool", List.of("nsenter", "--net=/run/netns/" + namespace), "127.0.0.1", null);
    }

    private void add(String namespace) {
        ip("netns", "add", namespace);
        ends.push(() -> Command.of("ip", "netns", "delete", namespace).run());
        ip("-n", namespace, "link", "set", "lo", "up");
    }

    private static void attach(String namespace, String link, String address) {
        ip("-n", namespace, "addr", "add", address + "/30", "dev", link);
        ip("-n", namespace, "link", "set", link, "up");
    }

    private static void ip(String... arguments) {
        Command.of("ip").and(arguments).run().orFail();
    }

    /** Removing the namespaces removes every link to them. */
    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
