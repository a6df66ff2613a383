package io.honeypool.proxy.session;

import io.honeypool.common.lease.SourceAddress;

/**
 * A network in CIDR notation, or a single address.
 *
 * @param base an address in it
 * @param length bits of the prefix
 */
public record Network(SourceAddress base, int length) {

    public Network {
        int bits = bits(base);
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("a prefix length is 0 to " + bits + ", not " + length);
        }
    }

    /**
     * Parses {@code 192.0.2.0/24}, {@code 2001:db8::/32} or an address alone.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        SourceAddress base = SourceAddress.parse(slash < 0 ? text : text.substring(0, slash));
        return new Network(base, slash < 0 ? bits(base) : Integer.parseInt(text.substring(slash + 1)));
    }

    /** Whether an address is in it. */
    public boolean contains(SourceAddress address) {
        return bits(base) == bits(address)
                && (length == 0 || address.network(length, length).equals(base.network(length, length)));
    }

    @Override
    public String toString() {
        return base + "/" + length;
    }

    private static int bits(SourceAddress address) {
        return address.address().getAddress().length * Byte.SIZE;
    }
}
