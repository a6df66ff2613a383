package io.honeypool.common.lease;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The address an attacker connects from, in canonical form: an IPv4-mapped IPv6 address is its IPv4 address, and no
 * zone is kept. Never resolves a name.
 */
public record SourceAddress(InetAddress address) {

    private static final Pattern DOTTED_QUAD = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    public SourceAddress {
        address = canonical(address);
    }

    /**
     * Parses an IPv4 or IPv6 literal.
     *
     * @throws IllegalArgumentException if the text is anything else, a host name or a scoped address among them
     */
    public static SourceAddress parse(String literal) {
        boolean plausible = literal.contains(":")
                ? IPV6_CHARACTERS.matcher(literal).matches()
                : DOTTED_QUAD.matcher(literal).matches();
        if (!plausible) {
            throw new IllegalArgumentException("not an IPv4 or IPv6 address");
        }
        return new SourceAddress(InetAddress.ofLiteral(literal));
    }

    /**
     * The network that shares one lease with this address: the address itself for IPv4, the prefix for IPv6, in CIDR
     * notation.
     *
     * @param ipv6PrefixLength bits of an IPv6 address that tell sources apart, 1 to 128
     */
    public String leaseKey(int ipv6PrefixLength) {
        return network(32, ipv6PrefixLength);
    }

    /**
     * The network that this address is in, in CIDR notation.
     *
     * @param ipv4PrefixLength bits of an IPv4 address that tell networks apart, 1 to 32
     * @param ipv6PrefixLength bits of an IPv6 address that tell networks apart, 1 to 128
     */
    public String network(int ipv4PrefixLength, int ipv6PrefixLength) {
        byte[] bytes = address.getAddress();
        int bits = bytes.length * 8;
        int length = address instanceof Inet4Address ? ipv4PrefixLength : ipv6PrefixLength;
        if (length < 1 || length > bits) {
            throw new IllegalArgumentException("a prefix length is 1 to " + bits + ", not " + length);
        }
        for (int bit = length; bit < bits; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
        }
        return text(bytes) + "/" + length;
    }

    @Override
    public String toString() {
        return address.getHostAddress();
    }

    private static InetAddress canonical(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address && isIpv4Mapped(bytes)
                ? fromBytes(Arrays.copyOfRange(bytes, 12, 16))
                : fromBytes(bytes);
    }

    private static boolean isIpv4Mapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }

    private static String text(byte[] bytes) {
        return fromBytes(bytes).getHostAddress();
    }

    private static InetAddress fromBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }
}
