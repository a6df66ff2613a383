package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import io.honeypool.system.PoolApi.Answer;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A guest that the tests are root in, leased for a source of its own; closing it gives it back. */
final class ProbedGuest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String BRIDGE = "hpbr0";

    private final Deployment deployment;
    private final LeaseCalls sensor;
    private final String connection = LeaseCalls.newConnection();
    private final JsonNode grant;
    private final String name;
    private final Surroundings surroundings;

    /** Waits until nobody has a guest and as many wait as should, so that none comes or goes meanwhile. */
    static void awaitRest(Deployment deployment) {
        PoolApi operator = deployment.api("operator");
        operator.activeLeases()
                .forEach(lease ->
                        operator.delete("leases/" + lease.get("leaseId").stringValue()));
        await().atMost(PATIENCE).until(operator::isAtRest);
    }

    private ProbedGuest(Deployment deployment, String source, String profile, String internet, String lan) {
        this.deployment = deployment;
        this.sensor = new LeaseCalls(deployment.api("sensor"), "probes");
        this.grant = await().atMost(PATIENCE)
                .until(() -> sensor.acquire(source, connection, profile), answer -> answer.status() < 300)
                .json();
        this.name = nameOf(address());
        Packet.Host gateway = new Packet.Host(bridgeMac(), address(0));
        this.surroundings = new Surroundings(
                new Packet.Host(linkOf(name).mac(), address()), gateway, neighbour(), hostAddress(), internet, lan);
    }

    /** A guest of the default profile, from which neither internet nor another network can be reached. */
    static ProbedGuest alone(Deployment deployment) {
        return new ProbedGuest(deployment, "192.0.2.200", "default", "203.0.113.7", "172.31.72.7");
    }

    /** A guest of a profile in a world with both. */
    static ProbedGuest in(Deployment deployment, String profile) {
        return new ProbedGuest(deployment, "192.0.2.201", profile, ProbeWorld.INTERNET_HOST, ProbeWorld.LAN_HOST);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** The host's end of its network interface. */
    String link() {
        return linkOf(name).link();
    }

    /** The network namespace that guests are in. */
    String namespace() {
        return deployment.status().get("namespace").stringValue();
    }

    /** The host's own interface on the guests' network. */
    String bridge() {
        return BRIDGE;
    }

    /** Runs a command in it as root. */
    Command.Result run(String command) {
        return ssh().run(command);
    }

    /** The same with an input. */
    Command.Result run(String command, Path input) {
        return ssh().command(command).reading(input).run();
    }

    private Ssh ssh() {
        JsonNode endpoint = grant.get("endpoints").get(0);
        JsonNode account = grant.get("credentials");
        return Ssh.to(endpoint.get("port").intValue())
                .from("0.0.0.0")
                .with("-o", "HostName=" + address())
                .as(
                        account.get("username").stringValue(),
                        account.get("password").stringValue());
    }

    private String address() {
        return grant.get("endpoints").get(0).get("host").stringValue();
    }

    /** The address of a slot; the pool host's for 0. */
    private String address(int slot) {
        return address().replaceAll("\\d+$", String.valueOf(slot + 1));
    }

    private String nameOf(String address) {
        int slot = Integer.parseInt(address.replaceAll(".*\\.", "")) - 1;
        return "hp-" + deployment.poolName() + "-" + slot;
    }

    /** Some other guest, that runs and waits to be leased. */
    private Packet.Host neighbour() {
        String address = await().atMost(PATIENCE)
                .until(this::waiting, waiting -> !waiting.isEmpty())
                .getFirst();
        return new Packet.Host(linkOf(nameOf(address)).mac(), address);
    }

    private List<String> waiting() {
        return deployment
                .api("operator")
                .get("guests?state=READY")
                .json()
                .get("items")
                .valueStream()
                .map(guest -> guest.get("address").stringValue())
                .toList();
    }

    /** The host's end of a guest's network interface, and the guest's MAC. */
    private record Link(String link, String mac) {}

    private Link linkOf(String domain) {
        List<String> fields =
                List.of(deployment.virsh("domiflist", domain).getLast().strip().split("\\s+", -1));
        return new Link(fields.getFirst(), fields.getLast());
    }

    private String bridgeMac() {
        return Command.of("ip", "-n", namespace(), "-br", "link", "show", "dev", BRIDGE)
                .run()
                .orFail()
                .strip()
                .split("\\s+", -1)[2];
    }

    /** Where this host is on the link to the guests' namespace. */
    private String hostAddress() {
        try {
            return NetworkInterface.getByName(namespace())
                    .inetAddresses()
                    .filter(address -> address.getAddress().length == 4)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElseThrow();
        } catch (SocketException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        Answer ended = deployment
                .api("operator")
                .delete("leases/" + grant.get("leaseId").stringValue());
        if (ended.status() >= 300) {
            throw new AssertionError(ended.body());
        }
    }
}
