package io.honeypool.system;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts on one network, made of network namespaces that have no route out. This host is on the network as well, as the
 * operator's machine.
 */
final class HostNetwork implements AutoCloseable {

    /** Of the addresses that are set aside for tests of networks (RFC 2544). */
    private static final String PREFIX = "198.18.72.";

    private static final String BRIDGE = "br0";
    private static final String OPERATOR_LINK = "hpt-operator";
    private static final String HUB = "hpt-hub";

    private final List<String> namespaces = new ArrayList<>();

    HostNetwork() {
        try {
            add(HUB);
            ip("-n", HUB, "link", "add", BRIDGE, "type", "bridge");
            attach(HUB, BRIDGE, address(HUB));
            ip("link", "add", OPERATOR_LINK, "type", "veth", "peer", "name", "operator", "netns", HUB);
            ip("-n", HUB, "link", "set", "operator", "master", BRIDGE, "up");
            ip("addr", "add", PREFIX + "254/24", "dev", OPERATOR_LINK);
            ip("link", "set", OPERATOR_LINK, "up");
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** The whole network. */
    static String range() {
        return PREFIX + "0/24";
    }

    /** What runs a command on the host that everybody reaches. */
    static List<String> hub() {
        return entrance(HUB);
    }

    /** The address of the host that everybody reaches. */
    static String hubAddress() {
        return PREFIX + "1";
    }

    /** Adds a host; its entrance keeps this host's mounts, so that namespaces it makes are seen here too. */
    Placement host(String name, SharedDatabase database) {
        String host = "hpt-" + name;
        add(host);
        ip("-n", host, "link", "add", "eth0", "type", "veth", "peer", "name", name, "netns", HUB);
        ip("-n", HUB, "link", "set", name, "master", BRIDGE, "up");
        String address = address(host);
        attach(host, "eth0", address);
        return new Placement(name, entrance(host), address, database);
    }

    private void add(String namespace) {
        ip("netns", "add", namespace);
        namespaces.add(namespace);
        ip("-n", namespace, "link", "set", "lo", "up");
    }

    private static void attach(String namespace, String link, String address) {
        ip("-n", namespace, "addr", "add", address + "/24", "dev", link);
        ip("-n", namespace, "link", "set", link, "up");
    }

    /** The hub is the first. */
    private String address(String namespace) {
        return PREFIX + (namespaces.indexOf(namespace) + 1);
    }

    private static List<String> entrance(String namespace) {
        return List.of("nsenter", "--net=/run/netns/" + namespace);
    }

    private static void ip(String... arguments) {
        Command.of("ip").and(arguments).run().orFail();
    }

    /** Removing the namespaces removes every link to them. */
    @Override
    public void close() {
        for (String namespace : namespaces) {
            Command.of("ip", "netns", "delete", namespace).run();
        }
    }
}
