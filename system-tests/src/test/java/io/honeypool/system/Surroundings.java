package io.honeypool.system;

import static io.honeypool.system.Packet.IPV4;
import static io.honeypool.system.Packet.IPV6;

/**
 * A guest and what is around it.
 *
 * @param own the guest
 * @param gateway the pool host on the guests' network
 * @param neighbour another guest
 * @param host an address that the pool host has elsewhere
 * @param internet address of a host on the internet
 * @param lan address of a host on the operator's network
 */
record Surroundings(
        Packet.Host own, Packet.Host gateway, Packet.Host neighbour, String host, String internet, String lan) {

    static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    static final String STRANGER = "02:00:5e:00:53:77";

    /** The guest's link-local IPv6 address (RFC 4291, appendix A). */
    String ownIpv6() {
        return ipv6(own.mac());
    }

    String gatewayIpv6() {
        return ipv6(gateway.mac());
    }

    String neighbourIpv6() {
        return ipv6(neighbour.mac());
    }

    /** An address of the guests' network that nobody has. */
    String unused() {
        return own.address().replaceAll("\\d+$", "250");
    }

    String subnetBroadcast() {
        return own.address().replaceAll("\\d+$", "255");
    }

    /** IPv4 from the guest by way of the pool host. */
    byte[] route(String to, int protocol, byte[] payload) {
        return Packet.ethernet(gateway.mac(), own.mac(), IPV4, Packet.ipv4(own.address(), to, protocol, payload));
    }

    byte[] udp(String to, int port, byte[] data) {
        return route(to, Packet.UDP, Packet.udp(own.address(), to, 50_001, port, data));
    }

    byte[] tcp(String to, int port, byte[] data) {
        return tcp(50_002, to, port, data);
    }

    byte[] tcp(int source, String to, int port, byte[] data) {
        return route(to, Packet.TCP, Packet.syn(own.address(), to, source, port, data));
    }

    byte[] ping(String to, byte[] data) {
        return route(to, Packet.ICMP, Packet.ping(data));
    }

    /** UDP to the internet from an address that may not be the guest's. */
    byte[] udpFrom(String mac, String address, byte[] data) {
        byte[] datagram = Packet.udp(address, internet, 50_003, 7, data);
        return Packet.ethernet(gateway.mac(), mac, IPV4, Packet.ipv4(address, internet, Packet.UDP, datagram));
    }

    /** IPv4 straight to another guest. */
    byte[] beside(int protocol, byte[] payload) {
        byte[] packet = Packet.ipv4(own.address(), neighbour.address(), protocol, payload);
        return Packet.ethernet(neighbour.mac(), own.mac(), IPV4, packet);
    }

    /** IPv4 to all or many on the guests' network. */
    byte[] cast(String mac, String to, byte[] data) {
        byte[] datagram = Packet.udp(own.address(), to, 50_004, 5353, data);
        return Packet.ethernet(mac, own.mac(), IPV4, Packet.ipv4(own.address(), to, Packet.UDP, datagram));
    }

    /** IPv6 from the guest. */
    byte[] ipv6(String mac, String to, int next, byte[] payload) {
        return Packet.ethernet(mac, own.mac(), IPV6, Packet.ipv6(ownIpv6(), to, next, payload));
    }

    byte[] tcp6(String mac, String to, int source, int port, byte[] data) {
        return ipv6(mac, to, Packet.TCP, Packet.syn(ownIpv6(), to, source, port, data));
    }

    byte[] udp6(String mac, String to, int source, int port, byte[] data) {
        return ipv6(mac, to, Packet.UDP, Packet.udp(ownIpv6(), to, source, port, data));
    }

    byte[] icmpv6(String mac, String to, int type, byte[] body) {
        return ipv6(mac, to, Packet.ICMPV6, Packet.icmpv6(ownIpv6(), to, type, body));
    }

    private static String ipv6(String mac) {
        byte[] b = Packet.mac(mac);
        return "fe80::%02x%02x:%02xff:fe%02x:%02x%02x"
                .formatted((b[0] ^ 2) & 0xff, b[1] & 0xff, b[2] & 0xff, b[3] & 0xff, b[4] & 0xff, b[5] & 0xff);
    }
}
