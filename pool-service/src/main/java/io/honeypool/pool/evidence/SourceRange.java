package io.honeypool.pool.evidence;

import io.honeypool.common.lease.SourceAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses from one to another, both included, of one family.
 *
 * @param lowest in text
 * @param highest in text
 */
public record SourceRange(String lowest, String highest) {

    private static final Pattern NETWORK = Pattern.compile("([0-9a-fA-F:.]{2,45})/(\\d{1,3})");

    /**
     * Reads an address, or a network in CIDR notation.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static SourceRange parse(String text) {
        Matcher network = NETWORK.matcher(text);
        if (!network.matches()) {
            String address = SourceAddress.parse(text).toString();
            return new SourceRange(address, address);
        }
        byte[] lowest = SourceAddress.parse(network.group(1)).address().getAddress();
        int bits = lowest.length * Byte.SIZE;
        int prefix = Integer.parseInt(network.group(2));
        if (prefix > bits) {
            throw new IllegalArgumentException("a prefix length is 0 to " + bits);
        }
        byte[] highest = lowest.clone();
        for (int bit = prefix; bit < bits; bit++) {
            int mask = 0x80 >>> (bit % Byte.SIZE);
            lowest[bit / Byte.SIZE] &= (byte) ~mask;
            highest[bit / Byte.SIZE] |= (byte) mask;
        }
        return new SourceRange(text(lowest), text(highest));
    }

    /** Whether it is one address. */
    public boolean isSingle() {
        return lowest.equals(highest);
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
