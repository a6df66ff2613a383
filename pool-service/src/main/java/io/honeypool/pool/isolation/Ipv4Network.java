package io.honeypool.pool.isolation;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv4 network in CIDR notation (RFC 4632). */
record Ipv4Network(int base, int prefixLength) {

    private static final Pattern CIDR = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,2})");

    /**
     * Parses {@code a.b.c.d/n}.
     *
     * @throws IllegalArgumentException if the text is not a network; the message says what it is not
     */
    static Ipv4Network parse(String cidr) {
        Matcher parts = CIDR.matcher(cidr);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not an IPv4 network such as 10.77.0.0/24");
        }
        int prefix = Integer.parseInt(parts.group(2));
        if (prefix < 8 || prefix > 30) {
            throw new IllegalArgumentException("has a prefix length that is not 8 to 30");
        }
        int address = bits(parts.group(1));
        int base = address & (-1 << (32 - prefix));
        if (address != base) {
            throw new IllegalArgumentException(
                    "is an address within a network, not the network: that is " + text(base) + "/" + prefix);
        }
        if (base >>> 28 >= 0xe || base >>> 24 == 0) {
            throw new IllegalArgumentException("is not a network that hosts can be on");
        }
        return new Ipv4Network(base, prefix);
    }

    /** How many host addresses it has. */
    int hosts() {
        return (1 << (32 - prefixLength)) - 2;
    }

    /** Its n-th host address, from 1. */
    InetAddress host(int number) {
        return address(base + number);
    }

    private static int bits(String dotted) {
        try {
            return ByteBuffer.wrap(Inet4Address.ofLiteral(dotted).getAddress()).getInt();
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("does not begin with an IPv4 address", broken);
        }
    }

    private static String text(int bits) {
        return address(bits).getHostAddress();
    }

    private static InetAddress address(int bits) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
