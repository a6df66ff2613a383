package io.honeypool.pool.isolation;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param base its first address, as bits
 * @param prefixLength how many bits its addresses agree in, 1 to 32
 */
record AddressRange(int base, int prefixLength) {

    private static final Pattern CIDR = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?:/(\\d{1,2}))?");

    /** What is no part of the internet (the IANA registry of special-purpose addresses), multicast included. */
    static final List<AddressRange> SPECIAL = List.of(
            parse("0.0.0.0/8"),
            parse("10.0.0.0/8"),
            parse("100.64.0.0/10"),
            parse("127.0.0.0/8"),
            parse("169.254.0.0/16"),
            parse("172.16.0.0/12"),
            parse("192.0.0.0/24"),
            parse("192.168.0.0/16"),
            parse("198.18.0.0/15"),
            parse("224.0.0.0/3"));

    /**
     * Parses {@code a.b.c.d/n}, or an address alone.
     *
     * @throws IllegalArgumentException if the text is no such range; the message says what it is not
     */
    static AddressRange parse(String text) {
        Matcher parts = CIDR.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not an IPv4 range such as 203.0.113.0/24");
        }
        int prefix = parts.group(2) == null ? 32 : Integer.parseInt(parts.group(2));
        if (prefix < 1 || prefix > 32) {
            throw new IllegalArgumentException("has a prefix length that is not 1 to 32");
        }
        int address = bits(literal(parts.group(1)));
        AddressRange range = new AddressRange(address & mask(prefix), prefix);
        if (range.base != address) {
            throw new IllegalArgumentException("is an address within a range, not the range: that is " + range);
        }
        return range;
    }

    /** The range of one address. */
    static AddressRange of(Inet4Address address) {
        return new AddressRange(bits(address), 32);
    }

    /** The fewest of some ranges that cover all of them, in order of address. */
    static List<AddressRange> fewest(Collection<AddressRange> ranges) {
        return ranges.stream()
                .distinct()
                .filter(range -> ranges.stream().noneMatch(other -> !other.equals(range) && other.covers(range)))
                .sorted((a, b) -> Integer.compareUnsigned(a.base, b.base))
                .toList();
    }

    boolean covers(AddressRange other) {
        return prefixLength <= other.prefixLength && (other.base & mask(prefixLength)) == base;
    }

    /** Its first address. */
    InetAddress first() {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(base).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return first().getHostAddress() + "/" + prefixLength;
    }

    private static int mask(int prefix) {
        return -1 << (32 - prefix);
    }

    private static InetAddress literal(String text) {
        try {
            return Inet4Address.ofLiteral(text);
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("does not begin with an IPv4 address", broken);
        }
    }

    private static int bits(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }
}
