package io.honeypool.system;

import static io.honeypool.system.Packet.ARP;
import static io.honeypool.system.Packet.IPV4;
import static io.honeypool.system.Packet.join;
import static io.honeypool.system.Packet.number;
import static io.honeypool.system.Surroundings.BROADCAST;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** What the probes send, where that is more than a header. Pure. */
final class ProbeFrames {

    static final Packet.Host NOBODY = new Packet.Host("00:00:00:00:00:00", "0.0.0.0");
    static final int A = 1;

    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8;

    private ProbeFrames() {}

    static byte[] tcpBeside(Surroundings g, byte[] mark) {
        return Packet.syn(g.own().address(), g.neighbour().address(), 50_013, 22, mark);
    }

    static byte[] udpBeside(Surroundings g, int port, byte[] mark) {
        return Packet.udp(g.own().address(), g.neighbour().address(), 50_013, port, mark);
    }

    /** A question for a name with the mark in it. */
    static byte[] query(byte[] mark, int type) {
        return Packet.question(new String(mark, StandardCharsets.US_ASCII) + ".example.com", type);
    }

    /** Cut short, pointing at itself, with counts that are not so, a label too long, and no DNS at all. */
    static Stream<byte[]> malformedQuestions(byte[] mark) {
        byte[] whole = query(mark, A);
        byte[] circle = join(whole, number(2, 0xc00c), number(4, 0x0001_0001), mark);
        byte[] counts = whole.clone();
        Arrays.fill(counts, 4, 12, (byte) 0xff);
        byte[] longLabel = whole.clone();
        longLabel[12] = (byte) 0xbf;
        return Stream.of(
                Arrays.copyOf(whole, whole.length - 5),
                circle,
                counts,
                longLabel,
                join(new byte[2], mark),
                join(mark, new byte[900]));
    }

    /** Options that are longer than what is there, of length 0, without end, and overloaded. */
    static Stream<byte[]> malformedOptions(byte[] mark) {
        return Stream.of(
                join(Packet.option(12, mark), number(2, 0x0cff)),
                join(Packet.option(12, mark), number(2, 0x3200), number(2, 0x3700), number(2, 0x3d00)),
                join(Packet.option(12, mark), Packet.option(82, number(2, 0x01ff)), number(2, 0x52ff)),
                join(Packet.option(52, number(1, 3)), Packet.option(12, mark)),
                join(Packet.option(12, mark), new byte[600]));
    }

    /** Long enough for two fragments, with the mark in both. */
    static byte[] longUdp(Surroundings g, String to, int port, byte[] mark) {
        return Packet.udp(g.own().address(), to, 50_006, port, join(mark, new byte[24], mark));
    }

    /** The same with the mark in the first alone: what follows it is worth nothing without it, and has no port. */
    static byte[] longTcp(Surroundings g, String to, int port, byte[] mark) {
        return Packet.syn(g.own().address(), to, 50_007, port, join(mark, new byte[24]));
    }

    static Stream<byte[]> fragments(Surroundings g, String to, int protocol, byte[] datagram) {
        int cut = 40;
        byte[] first = Arrays.copyOf(datagram, cut);
        byte[] rest = Arrays.copyOfRange(datagram, cut, datagram.length);
        return Stream.of(
                        Packet.fragment(g.own().address(), to, protocol, Packet.MORE, first),
                        Packet.fragment(g.own().address(), to, protocol, cut / 8, rest))
                .map(packet -> Packet.ethernet(g.gateway().mac(), g.own().mac(), IPV4, packet));
    }

    static byte[] arp(Surroundings g, String to, int operation, Packet.Host sender, Packet.Host target, byte[] mark) {
        return Packet.ethernet(to, g.own().mac(), ARP, Packet.arp(operation, sender, target, mark));
    }

    static Packet.Host unknown(Packet.Host host) {
        return new Packet.Host(NOBODY.mac(), host.address());
    }

    /** Answers and questions by which a host takes an address from another. */
    static Stream<byte[]> claims(Surroundings g, Packet.Host victim, byte[] mark) {
        Packet.Host thief = new Packet.Host(g.own().mac(), victim.address());
        return Stream.of(
                arp(g, BROADCAST, 1, thief, thief, mark),
                arp(g, BROADCAST, 2, thief, thief, mark),
                arp(g, g.neighbour().mac(), 2, thief, g.neighbour(), mark),
                arp(g, g.gateway().mac(), 2, thief, g.gateway(), mark));
    }

    static byte[] discover(Surroundings g, String mac, byte[] options) {
        byte[] datagram = Packet.udp("0.0.0.0", "255.255.255.255", 68, 67, Packet.dhcp(1, 1, mac, options));
        return Packet.ethernet(BROADCAST, mac, IPV4, Packet.ipv4("0.0.0.0", "255.255.255.255", Packet.UDP, datagram));
    }

    static byte[] offer(Surroundings g, String to, byte[] mark) {
        byte[] message = Packet.dhcp(2, 2, g.neighbour().mac(), Packet.option(15, mark));
        byte[] datagram = Packet.udp(g.own().address(), "255.255.255.255", 67, 68, message);
        return Packet.ethernet(
                to, g.own().mac(), IPV4, Packet.ipv4(g.own().address(), "255.255.255.255", Packet.UDP, datagram));
    }

    /** A datagram to the pool host's name server, and ARP, in VLANs. */
    static Stream<byte[]> vlans(Surroundings g, byte[] mark) {
        byte[] datagram = Packet.udp(g.own().address(), g.gateway().address(), 50_014, 53, mark);
        byte[] packet = Packet.ipv4(g.own().address(), g.gateway().address(), Packet.UDP, datagram);
        byte[] arp = Packet.arp(1, g.own(), unknown(g.gateway()), mark);
        return Stream.of(
                Packet.ethernet(g.gateway().mac(), g.own().mac(), VLAN, Packet.tagged(5, IPV4, packet)),
                Packet.ethernet(g.gateway().mac(), g.own().mac(), VLAN, Packet.tagged(0, IPV4, packet)),
                Packet.ethernet(BROADCAST, g.own().mac(), VLAN, Packet.tagged(0, ARP, arp)),
                Packet.ethernet(
                        g.gateway().mac(),
                        g.own().mac(),
                        PROVIDER_VLAN,
                        Packet.tagged(5, VLAN, Packet.tagged(6, IPV4, packet))));
    }
}
