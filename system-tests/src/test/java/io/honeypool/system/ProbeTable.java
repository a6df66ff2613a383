package io.honeypool.system;

import static io.honeypool.system.Outcome.BLOCKED;
import static io.honeypool.system.Outcome.HOST;
import static io.honeypool.system.Outcome.HOST_ANSWERS;
import static io.honeypool.system.Outcome.INTERNET;
import static io.honeypool.system.Outcome.INTERNET_ANSWERS;
import static io.honeypool.system.Packet.IPV4;
import static io.honeypool.system.Packet.ascii;
import static io.honeypool.system.Packet.join;
import static io.honeypool.system.Packet.number;
import static io.honeypool.system.ProbeFrames.A;
import static io.honeypool.system.ProbeFrames.NOBODY;
import static io.honeypool.system.ProbeFrames.arp;
import static io.honeypool.system.ProbeFrames.claims;
import static io.honeypool.system.ProbeFrames.discover;
import static io.honeypool.system.ProbeFrames.fragments;
import static io.honeypool.system.ProbeFrames.longTcp;
import static io.honeypool.system.ProbeFrames.longUdp;
import static io.honeypool.system.ProbeFrames.malformedOptions;
import static io.honeypool.system.ProbeFrames.malformedQuestions;
import static io.honeypool.system.ProbeFrames.offer;
import static io.honeypool.system.ProbeFrames.query;
import static io.honeypool.system.ProbeFrames.tcpBeside;
import static io.honeypool.system.ProbeFrames.udpBeside;
import static io.honeypool.system.ProbeFrames.unknown;
import static io.honeypool.system.ProbeFrames.vlans;
import static io.honeypool.system.Surroundings.BROADCAST;
import static io.honeypool.system.Surroundings.STRANGER;

import io.honeypool.system.Probe.Attempt;
import io.honeypool.system.Probe.Connection;
import io.honeypool.system.Probe.Flood;
import io.honeypool.system.Probe.Frames;
import io.honeypool.system.Probe.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The one table of what is tried from inside a guest and what must become of it. docs/security.md shows it. */
final class ProbeTable {

    private static final String LINE_LOCAL = "01:80:c2:00:00:0e";
    private static final String ALL_NODES = "33:33:00:00:00:01";
    private static final String INTERNET_IPV6 = "2001:db8::7";
    private static final int GRE = 47;
    private static final int SCTP = 132;
    private static final int IP_IN_IP = 4;
    private static final int TXT = 16;
    private static final int FLOOD = 400;

    private final List<Probe> probes = new ArrayList<>();

    private ProbeTable() {
        toTheHost();
        toTheNeighbour();
        toTheLan();
        toTheInternet();
        names();
        fragmentsAndBroadcasts();
        forgedAddresses();
        addressResolution();
        dhcp();
        otherFrames();
        ipv6();
        neighbourDiscovery();
        floods();
    }

    /** Every probe, in the order of the table, floods last. */
    static List<Probe> all() {
        return List.copyOf(new ProbeTable().probes);
    }

    /** The table, in Markdown. */
    static String markdown() {
        StringBuilder table =
                new StringBuilder("| from inside a guest | `deny` | `dns` | `limited` |\n|---|---|---|---|\n");
        all().forEach(probe -> table.append(probe.line()).append('\n'));
        return table.toString();
    }

    private void toTheHost() {
        never("connection to SSH of the pool host", (Connection)
                g -> new Target(g.gateway().address(), 22));
        never(
                "TCP to the pool host, on the guests' network",
                one((g, m) -> g.tcp(g.gateway().address(), 8420, m)));
        never("TCP to another address of the pool host", one((g, m) -> g.tcp(g.host(), 8420, m)));
        never("UDP to the pool host", one((g, m) -> g.udp(g.gateway().address(), 9999, m)));
        never("UDP to another address of the pool host", one((g, m) -> g.udp(g.host(), 9999, m)));
        never("ping to the pool host", one((g, m) -> g.ping(g.gateway().address(), m)));
        add(
                "TCP from a login port to a port that the pool host connects from",
                one((g, m) -> g.tcp(22, g.gateway().address(), 40_000, m)),
                HOST,
                HOST,
                HOST);
        never(
                "TCP from a login port to another port",
                one((g, m) -> g.tcp(22, g.gateway().address(), 8420, m)));
    }

    private void toTheNeighbour() {
        never("connection to SSH of another guest", (Connection)
                g -> new Target(g.neighbour().address(), 22));
        never("TCP to another guest", one((g, m) -> g.beside(Packet.TCP, tcpBeside(g, m))));
        never("UDP to another guest", one((g, m) -> g.beside(Packet.UDP, udpBeside(g, 53, m))));
        never("ping to another guest", one((g, m) -> g.beside(Packet.ICMP, Packet.ping(m))));
        never(
                "UDP to another guest by way of the pool host",
                one((g, m) -> g.udp(g.neighbour().address(), 53, m)));
        never("UDP to the internet, in a frame for another guest", one((g, m) -> {
            byte[] datagram = Packet.udp(g.own().address(), g.internet(), 50_005, 7, m);
            byte[] packet = Packet.ipv4(g.own().address(), g.internet(), Packet.UDP, datagram);
            return Packet.ethernet(g.neighbour().mac(), g.own().mac(), IPV4, packet);
        }));
    }

    private void toTheLan() {
        never("TCP to the operator's network", one((g, m) -> g.tcp(g.lan(), 80, m)));
        never("UDP to the operator's network", one((g, m) -> g.udp(g.lan(), 7, m)));
        never("ping to the operator's network", one((g, m) -> g.ping(g.lan(), m)));
        never("DNS to the operator's network", one((g, m) -> g.udp(g.lan(), 53, query(m, A))));
        never("TCP to 169.254.169.254", one((g, m) -> g.tcp("169.254.169.254", 80, m)));
        never("UDP to 100.64.0.1, 10.0.0.1, 172.16.0.1, 192.168.0.1, 198.18.0.1", (Frames)
                (g, m) -> Stream.of("100.64.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "198.18.0.1")
                        .map(address -> g.udp(address, 7, ascii(m))));
        never("UDP to 127.0.0.1, 0.0.0.1 and 240.0.0.1", (Frames)
                (g, m) -> Stream.of("127.0.0.1", "0.0.0.1", "240.0.0.1").map(address -> g.udp(address, 7, ascii(m))));
    }

    private void toTheInternet() {
        limited(
                "connection to port 80 of the internet",
                (Connection) g -> new Target(g.internet(), 80),
                INTERNET_ANSWERS);
        limited("TCP to the internet", one((g, m) -> g.tcp(g.internet(), 80, m)), INTERNET);
        limited("TCP to the internet, from a login port", one((g, m) -> g.tcp(22, g.internet(), 80, m)), INTERNET);
        limited("UDP to the internet", one((g, m) -> g.udp(g.internet(), 7, m)), INTERNET_ANSWERS);
        limited("ping to the internet", one((g, m) -> g.ping(g.internet(), m)), INTERNET_ANSWERS);
        never("connection to port 25 of the internet", (Connection) g -> new Target(g.internet(), 25));
        never("TCP to ports 25, 465, 587 and 2525 of the internet", (Frames)
                (g, m) -> Stream.of(25, 465, 587, 2525).map(port -> g.tcp(g.internet(), port, ascii(m))));
        never("GRE, SCTP and IP in IP to the internet", (Frames) (g, m) -> Stream.of(GRE, SCTP, IP_IN_IP)
                .map(protocol -> g.route(g.internet(), protocol, join(new byte[8], ascii(m)))));
    }

    private void names() {
        add(
                "DNS to the pool host",
                one((g, m) -> g.udp(g.gateway().address(), 53, query(m, A))),
                BLOCKED,
                HOST_ANSWERS,
                BLOCKED);
        add(
                "DNS tunnel through the pool host's name server",
                one((g, m) -> g.udp(
                        g.gateway().address(),
                        53,
                        Packet.question(
                                "x".repeat(60) + "." + new String(m, StandardCharsets.US_ASCII) + ".tunnel.example",
                                TXT))),
                BLOCKED,
                HOST_ANSWERS,
                BLOCKED);
        add(
                "malformed DNS to the pool host",
                (Frames) (g, m) -> malformedQuestions(ascii(m))
                        .map(question -> g.udp(g.gateway().address(), 53, question)),
                BLOCKED,
                HOST_ANSWERS,
                BLOCKED);
        never("DNS over TCP to the pool host", one((g, m) -> g.tcp(g.gateway().address(), 53, m)));
        limited("DNS to the internet", one((g, m) -> g.udp(g.internet(), 53, query(m, A))), INTERNET_ANSWERS);
        limited(
                "DNS over TCP and TLS to the internet",
                (Frames) (g, m) -> Stream.of(53, 853).map(port -> g.tcp(g.internet(), port, ascii(m))),
                INTERNET);
    }

    private void fragmentsAndBroadcasts() {
        limited(
                "UDP to the internet in fragments",
                (Frames) (g, m) -> fragments(g, g.internet(), Packet.UDP, longUdp(g, g.internet(), 7, ascii(m))),
                INTERNET_ANSWERS);
        never("TCP to port 25 of the internet in fragments", (Frames)
                (g, m) -> fragments(g, g.internet(), Packet.TCP, longTcp(g, g.internet(), 25, ascii(m))));
        never("UDP to the pool host in fragments", (Frames) (g, m) -> fragments(
                g, g.gateway().address(), Packet.UDP, longUdp(g, g.gateway().address(), 9999, ascii(m))));
        never("broadcast", (Frames)
                (g, m) -> Stream.of("255.255.255.255", g.subnetBroadcast()).map(to -> g.cast(BROADCAST, to, ascii(m))));
        never("multicast", one((g, m) -> g.cast("01:00:5e:00:00:fb", "224.0.0.251", m)));
        never("IGMP", one((g, m) -> {
            byte[] report = join(number(4, 0x1600_0000), Packet.address("239.1.2.3"), m);
            byte[] packet = Packet.ipv4(g.own().address(), "239.1.2.3", 2, report);
            return Packet.ethernet("01:00:5e:01:02:03", g.own().mac(), IPV4, packet);
        }));
    }

    private void forgedAddresses() {
        never(
                "from the address of another guest",
                one((g, m) -> g.udpFrom(g.own().mac(), g.neighbour().address(), m)));
        never(
                "from the address of the pool host",
                one((g, m) -> g.udpFrom(g.own().mac(), g.gateway().address(), m)));
        never(
                "from a second address on the guests' network",
                one((g, m) -> g.udpFrom(g.own().mac(), g.unused(), m)));
        never("from an address of the internet and of the operator's network", (Frames) (g, m) ->
                Stream.of(g.internet(), g.lan()).map(from -> g.udpFrom(g.own().mac(), from, ascii(m))));
        never("from the MAC of another guest, of the pool host, and a new one", (Frames)
                (g, m) -> Stream.of(g.neighbour().mac(), g.gateway().mac(), STRANGER)
                        .map(mac -> g.udpFrom(mac, g.own().address(), ascii(m))));
    }

    private void addressResolution() {
        add(
                "ARP with the pool host",
                one((g, m) -> arp(g, BROADCAST, 1, g.own(), unknown(g.gateway()), m)),
                HOST,
                HOST,
                HOST);
        never("ARP for another guest", one((g, m) -> arp(g, BROADCAST, 1, g.own(), unknown(g.neighbour()), m)));
        never("ARP answer to another guest", one((g, m) -> arp(g, g.neighbour().mac(), 2, g.own(), g.neighbour(), m)));
        never("ARP that claims the pool host's address", (Frames) (g, m) -> claims(g, g.gateway(), ascii(m)));
        never("ARP that claims another guest's address", (Frames) (g, m) -> claims(g, g.neighbour(), ascii(m)));
        never(
                "ARP from a MAC that is not the guest's",
                one((g, m) ->
                        arp(g, BROADCAST, 1, new Packet.Host(STRANGER, g.own().address()), unknown(g.gateway()), m)));
        never(
                "RARP",
                one((g, m) -> Packet.ethernet(
                        BROADCAST,
                        g.own().mac(),
                        0x8035,
                        Packet.arp(3, new Packet.Host(g.own().mac(), "0.0.0.0"), NOBODY, m))));
    }

    private void dhcp() {
        add("DHCP", one((g, m) -> discover(g, g.own().mac(), Packet.option(12, m))), HOST, HOST, HOST);
        add(
                "malformed DHCP",
                (Frames) (g, m) ->
                        malformedOptions(ascii(m)).map(o -> discover(g, g.own().mac(), o)),
                HOST,
                HOST,
                HOST);
        never("DHCP from another MAC", one((g, m) -> discover(g, STRANGER, Packet.option(12, m))));
        never("rogue DHCP server", (Frames)
                (g, m) -> Stream.of(BROADCAST, g.neighbour().mac()).map(to -> offer(g, to, ascii(m))));
    }

    private void otherFrames() {
        never("VLAN tags, also 0, and nested", (Frames) (g, m) -> vlans(g, ascii(m)));
        never("LLDP, spanning tree and EAPOL", (Frames) (g, m) -> Stream.of(
                Packet.ethernet(LINE_LOCAL, g.own().mac(), 0x88cc, ascii(m)),
                Packet.ethernet(
                        "01:80:c2:00:00:00", g.own().mac(), 38, join(number(3, 0x424203), new byte[35], ascii(m))),
                Packet.ethernet("01:80:c2:00:00:03", g.own().mac(), 0x888e, ascii(m))));
        never("PPPoE, MPLS, Wake-on-LAN and unassigned Ethernet types", (Frames) (g, m) -> Stream.of(
                        0x8863, 0x8864, 0x8847, 0x0842, 0x88b5, 0x9000, 0x0101)
                .flatMap(type -> Stream.of(
                                BROADCAST, g.gateway().mac(), g.neighbour().mac())
                        .map(to -> Packet.ethernet(to, g.own().mac(), type, ascii(m)))));
    }

    private void ipv6() {
        never("IPv6: TCP and UDP to the pool host", (Frames) (g, m) -> Stream.of(
                g.tcp6(g.gateway().mac(), g.gatewayIpv6(), 22, 40_000, ascii(m)),
                g.udp6(g.gateway().mac(), g.gatewayIpv6(), 50_009, 53, query(ascii(m), A))));
        never("IPv6: TCP and UDP to another guest", (Frames) (g, m) -> Stream.of(
                g.tcp6(g.neighbour().mac(), g.neighbourIpv6(), 50_010, 22, ascii(m)),
                g.udp6(g.neighbour().mac(), g.neighbourIpv6(), 50_010, 53, ascii(m))));
        never("IPv6: TCP, UDP and DNS to the internet", (Frames) (g, m) -> Stream.of(
                g.tcp6(g.gateway().mac(), INTERNET_IPV6, 50_011, 80, ascii(m)),
                g.udp6(g.gateway().mac(), INTERNET_IPV6, 50_011, 7, ascii(m)),
                g.udp6(g.gateway().mac(), INTERNET_IPV6, 50_011, 53, query(ascii(m), A))));
        never("IPv6: DHCPv6 and mDNS", (Frames) (g, m) -> Stream.of(
                g.udp6("33:33:00:01:00:02", "ff02::1:2", 546, 547, ascii(m)),
                g.udp6("33:33:00:00:00:fb", "ff02::fb", 5353, 5353, ascii(m))));
        never("IPv6 in IPv4 to the internet", one((g, m) -> {
            byte[] datagram = Packet.udp(g.ownIpv6(), INTERNET_IPV6, 50_012, 7, m);
            return g.route(g.internet(), 41, Packet.ipv6(g.ownIpv6(), INTERNET_IPV6, Packet.UDP, datagram));
        }));
    }

    private void neighbourDiscovery() {
        never("IPv6: ping to the host, another guest and all", (Frames) (g, m) -> Stream.of(
                g.icmpv6(g.gateway().mac(), g.gatewayIpv6(), 128, join(new byte[4], ascii(m))),
                g.icmpv6(g.neighbour().mac(), g.neighbourIpv6(), 128, join(new byte[4], ascii(m))),
                g.icmpv6(ALL_NODES, "ff02::1", 128, join(new byte[4], ascii(m)))));
        never("IPv6: router advertisement and redirect", (Frames) (g, m) -> Stream.of(
                g.icmpv6(ALL_NODES, "ff02::1", 134, join(Packet.bytes("400000ff0000000000000000"), ascii(m))),
                g.icmpv6(g.neighbour().mac(), g.neighbourIpv6(), 137, join(new byte[36], ascii(m)))));
        never("IPv6: router and neighbour solicitation, and MLD", (Frames) (g, m) -> Stream.of(
                g.icmpv6("33:33:00:00:00:02", "ff02::2", 133, join(new byte[4], ascii(m))),
                g.icmpv6("33:33:ff:00:00:01", "ff02::1:ff00:1", 135, claim(g.gatewayIpv6(), m)),
                g.icmpv6("33:33:00:00:00:16", "ff02::16", 143, join(new byte[4], ascii(m)))));
        never("IPv6: forged neighbour advertisement", (Frames) (g, m) -> Stream.of(g.gatewayIpv6(), g.neighbourIpv6())
                .map(claimed -> g.icmpv6(ALL_NODES, "ff02::1", 136, claim(claimed, m))));
    }

    private static byte[] claim(String address, String mark) {
        return join(number(4, 0x2000_0000), Packet.address(address), ascii(mark));
    }

    private void floods() {
        add(
                "flood of questions to the pool host",
                new Flood((g, m) -> IntStream.range(0, FLOOD)
                        .mapToObj(i -> g.udp(g.gateway().address(), 53, query(ascii(m), A)))),
                BLOCKED,
                HOST_ANSWERS,
                BLOCKED);
        limited(
                "SYN flood to the internet",
                new Flood((g, m) ->
                        IntStream.range(0, FLOOD).mapToObj(i -> g.tcp(51_000 + i, g.internet(), 80, ascii(m)))),
                INTERNET);
    }

    private void never(String title, Attempt attempt) {
        add(title, attempt, BLOCKED, BLOCKED, BLOCKED);
    }

    private void limited(String title, Attempt attempt, Outcome limited) {
        add(title, attempt, BLOCKED, BLOCKED, limited);
    }

    private void add(String title, Attempt attempt, Outcome deny, Outcome dns, Outcome limited) {
        probes.add(new Probe(title, deny, dns, limited, attempt));
    }

    private static Frames one(BiFunction<Surroundings, byte[], byte[]> frame) {
        return (guest, mark) -> Stream.of(frame.apply(guest, ascii(mark)));
    }
}
