package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import io.honeypool.system.PoolApi.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Two pool services, each on a host of its own with its own libvirt, that share one database on a third host. */
final class PoolHosts implements AutoCloseable {

    static final String FIRST = "pool-a";
    static final String SECOND = "pool-b";

    static final int READY = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final Placement secondHost;
    private final Placement firstHost;
    private final Deployment first;
    private final Deployment second;
    private final PoolApi operator;

    PoolHosts() throws IOException {
        try {
            HostNetwork network = new HostNetwork();
            ends.push(network::close);
            SharedDatabase database =
                    new SharedDatabase(HostNetwork.hub(), HostNetwork.hubAddress(), HostNetwork.range());
            ends.push(database::close);
            firstHost = network.host(FIRST, database);
            secondHost = network.host(SECOND, database);
            first = up(firstHost);
            second = up(secondHost);
            operator = first.api("operator");
        } catch (RuntimeException | IOException | AssertionError e) {
            close();
            throw e;
        }
    }

    /**
     * A lease that a source was given.
     *
     * @param grant the pool's answer
     * @param connection the connection that it is for
     * @param owner pool service that owns its guest
     */
    record Lease(JsonNode grant, String connection, String owner) {

        String id() {
            return grant.get("leaseId").stringValue();
        }

        String guest() {
            return grant.get("guestId").stringValue();
        }
    }

    Deployment first() {
        return first;
    }

    Deployment second() {
        return second;
    }

    /** What the first service's API answers to an operator, which is true of both. */
    JsonNode get(String path) {
        return operator.get(path).json();
    }

    /** A service as the other one's API shows it. */
    JsonNode owner(String name) {
        return get("pool")
                .get("owners")
                .valueStream()
                .filter(owner -> owner.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String stateOf(String guest) {
        return get("guests/" + guest).get("state").stringValue();
    }

    /** The guests of a service that wait for a source. */
    List<String> ready(String owner) {
        return get("guests?state=READY&size=100")
                .get("items")
                .valueStream()
                .filter(guest -> guest.get("owner").stringValue().equals(owner))
                .map(guest -> guest.get("guestId").stringValue())
                .toList();
    }

    /** Asks a service for the guest of a source. */
    Answer ask(Deployment service, String source, String connection) {
        return calls(service).acquire(source, connection);
    }

    /** Has a source get a guest, as soon as there is one. */
    Lease lease(Deployment service, String source) {
        String connection = LeaseCalls.newConnection();
        Answer answer = await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> ask(service, source, connection), granted -> granted.status() < 300);
        return granted(answer, connection);
    }

    Lease granted(Answer answer, String connection) {
        JsonNode grant = answer.json();
        String guest = grant.get("guestId").stringValue();
        return new Lease(grant, connection, get("guests/" + guest).get("owner").stringValue());
    }

    /** Gives a lease back that was not used. */
    void release(Deployment service, Lease lease) {
        calls(service).release(lease.id(), lease.connection(), false);
    }

    private static LeaseCalls calls(Deployment service) {
        return new LeaseCalls(service.api("sensor"), "sensor-of-both");
    }

    /** Logs in to a lease's guest from the host it is on, and has it repeat a word. */
    String echo(Lease lease) {
        JsonNode endpoint = lease.grant().get("endpoints").get(0);
        JsonNode account = lease.grant().get("credentials");
        Ssh ssh = Ssh.to(endpoint.get("port").intValue())
                .from("0.0.0.0")
                .with("-o", "HostName=" + endpoint.get("host").stringValue())
                .as(
                        account.get("username").stringValue(),
                        account.get("password").stringValue());
        Placement host = lease.owner().equals(FIRST) ? firstHost : secondHost;
        String word = UUID.randomUUID().toString();
        return ssh.withPassword(host.command(ssh.arguments("echo " + word)))
                .run()
                .orFail()
                .replace(word + "\n", "echoed");
    }

    /** Ends every lease and waits until both services have the guests that they want, and no others. */
    void awaitRest() {
        operator.activeLeases()
                .forEach(lease ->
                        operator.delete("leases/" + lease.get("leaseId").stringValue()));
        await().atMost(PATIENCE).until(() -> isAtRest(FIRST) && isAtRest(SECOND));
    }

    private boolean isAtRest(String name) {
        JsonNode owner = owner(name);
        JsonNode guests = owner.get("guests");
        return owner.get("serving").booleanValue()
                && guests.propertyNames().stream().allMatch("READY"::equals)
                && guests.path("READY").asInt(0) >= READY;
    }

    private Deployment up(Placement host) {
        // the operator and the launcher of the host ask at different addresses
        String settings = """
                honeypool.pool: {name: %s, guests.maximum: 8}
                server.address: 0.0.0.0
                """.formatted(host.poolName());
        Deployment deployment = Deployment.prepare(host).withPoolSettings(settings);
        ends.push(deployment::close);
        return deployment.build().up(READY);
    }

    @Override
    public void close() {
        if (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } finally {
                close();
            }
        }
    }
}
