package io.honeypool.system;

import java.util.ArrayList;
import java.util.List;

/**
 * An internet and an operator's network for guests to reach or not to reach: a network namespace each, without a route
 * out, and with a host that answers.
 */
final class ProbeWorld implements AutoCloseable {

    static final String INTERNET = "hpt-internet";
    static final String LAN = "hpt-lan";

    /** The interface of this host that leads to the internet. */
    static final String INTERNET_LINK = "hpt-internet";

    /** Set aside for documentation (RFC 5737); nobody on the real internet has it. */
    static final String INTERNET_HOST = "203.0.113.7";

    static final String LAN_HOST = "172.31.72.7";

    private final List<String> namespaces = new ArrayList<>();

    ProbeWorld() {
        try {
            add(INTERNET, "203.0.113.1", INTERNET_HOST);
            add(LAN, "172.31.72.1", LAN_HOST);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private void add(String name, String here, String there) {
        ip("netns", "add", name);
        namespaces.add(name);
        ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
        ip("-n", name, "link", "set", "lo", "up");
        ip("-n", name, "addr", "add", there + "/24", "dev", "eth0");
        ip("-n", name, "link", "set", "eth0", "up");
        ip("addr", "add", here + "/24", "dev", name);
        ip("link", "set", name, "up");
    }

    private static void ip(String... arguments) {
        Command.of("ip").and(arguments).run().orFail();
    }

    @Override
    public void close() {
        for (String namespace : namespaces) {
            Command.of("ip", "netns", "delete", namespace).run();
        }
    }
}
