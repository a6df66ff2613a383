package io.honeypool.system;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Frames byte by byte, as root in a guest can send them; from the outermost header to the innermost. Pure. */
final class Packet {

    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86dd;
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;

    /** Of a fragment that is not the last. */
    static final int MORE = 0x2000;

    private static final int SHORTEST = 60;
    private static final int HOPS = 64;

    private Packet() {}

    static byte[] ethernet(String to, String from, int type, byte[] payload) {
        byte[] frame = join(mac(to), mac(from), number(2, type), payload);
        return frame.length < SHORTEST ? Arrays.copyOf(frame, SHORTEST) : frame;
    }

    /** A VLAN tag (IEEE 802.1Q) and what it tags. */
    static byte[] tagged(int vlan, int type, byte[] payload) {
        return join(number(2, vlan), number(2, type), payload);
    }

    static byte[] ipv4(String from, String to, int protocol, byte[] payload) {
        return fragment(from, to, protocol, 0, payload);
    }

    /** A part of a datagram; {@code place} is its offset in units of 8 bytes, with {@link #MORE} if others follow. */
    static byte[] fragment(String from, String to, int protocol, int place, byte[] payload) {
        byte[] header = join(
                number(1, 0x45),
                number(1, 0),
                number(2, 20 + payload.length),
                number(2, 0x4a7c),
                number(2, place),
                number(1, HOPS),
                number(1, protocol),
                number(2, 0),
                address(from),
                address(to));
        ByteBuffer.wrap(header).putShort(10, checksum(header));
        return join(header, payload);
    }

    static byte[] ipv6(String from, String to, int next, byte[] payload) {
        return join(
                number(4, 0x6000_0000),
                number(2, payload.length),
                number(1, next),
                number(1, 255),
                address(from),
                address(to),
                payload);
    }

    /** A datagram of UDP; for IPv4 or IPv6. */
    static byte[] udp(String from, String to, int source, int destination, byte[] data) {
        byte[] datagram =
                join(number(2, source), number(2, destination), number(2, 8 + data.length), number(2, 0), data);
        return summed(from, to, UDP, datagram, 6);
    }

    /** What opens a connection of TCP, with data at once; for IPv4 or IPv6. */
    static byte[] syn(String from, String to, int source, int destination, byte[] data) {
        byte[] segment = join(
                number(2, source),
                number(2, destination),
                number(4, 0x1234_5678),
                number(4, 0),
                number(2, 0x5002),
                number(2, 64_240),
                number(4, 0),
                data);
        return summed(from, to, TCP, segment, 16);
    }

    /** An echo request of ICMP. */
    static byte[] ping(byte[] data) {
        byte[] message = join(number(2, 0x0800), number(2, 0), number(4, 0x4a7c_0001), data);
        ByteBuffer.wrap(message).putShort(2, checksum(message));
        return message;
    }

    static byte[] icmpv6(String from, String to, int type, byte[] body) {
        return summed(from, to, ICMPV6, join(number(1, type), number(1, 0), number(2, 0), body), 2);
    }

    /** A message of ARP (RFC 826), or of RARP. */
    static byte[] arp(int operation, Host sender, Host target, byte[] after) {
        return join(
                number(2, 1),
                number(2, IPV4),
                number(2, 0x0604),
                number(2, operation),
                mac(sender.mac()),
                address(sender.address()),
                mac(target.mac()),
                address(target.address()),
                after);
    }

    /** Who is where. */
    record Host(String mac, String address) {}

    /** A question of DNS (RFC 1035). */
    static byte[] question(String name, int type) {
        byte[] packet = number(2, 0x4a7c);
        packet = join(packet, number(2, 0x0100), number(2, 1), number(2, 0), number(4, 0));
        for (String label : name.split("\\.", -1)) {
            packet = join(packet, number(1, label.length()), ascii(label));
        }
        return join(packet, number(1, 0), number(2, type), number(2, 1));
    }

    /** A message of DHCP (RFC 2131): from a client (1) or a server (2), of a type, with further options. */
    static byte[] dhcp(int from, int type, String mac, byte[] options) {
        byte[] fixed = join(number(1, from), number(3, 0x010600), number(4, 0x4a7c_0003), new byte[20], mac(mac));
        byte[] header = Arrays.copyOf(fixed, 236);
        return join(header, number(4, 0x6382_5363), number(3, 0x3501_00 | type), options, number(1, 0xff));
    }

    /** An option of DHCP. */
    static byte[] option(int code, byte[] value) {
        return join(number(1, code), number(1, value.length), value);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] address(String literal) {
        return InetAddress.ofLiteral(literal).getAddress();
    }

    static byte[] mac(String text) {
        return HexFormat.ofDelimiter(":").parseHex(text);
    }

    /** A number in network order. */
    static byte[] number(int length, int value) {
        byte[] all = ByteBuffer.allocate(4).putInt(value).array();
        return Arrays.copyOfRange(all, 4 - length, 4);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The same with the checksum over it and its addresses (RFC 8200, section 8.1; RFC 9293, section 3.1). */
    private static byte[] summed(String from, String to, int protocol, byte[] packet, int at) {
        byte[] pseudo = join(address(from), address(to), number(4, packet.length), number(4, protocol), packet);
        byte[] summed = packet.clone();
        ByteBuffer.wrap(summed).putShort(at, checksum(pseudo));
        return summed;
    }

    private static short checksum(byte[] data) {
        int sum = 0;
        for (int i = 0; i < data.length; i += 2) {
            int low = i + 1 < data.length ? data[i + 1] & 0xff : 0;
            sum += (data[i] & 0xff) << 8 | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
