package io.honeypool.pool.isolation;

/** A range of TCP ports, both ends included. */
public record PortRange(int first, int last) {

    /**
     * Parses {@code first-last}.
     *
     * @throws IllegalArgumentException if it is not a range within 1 to 65535
     */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        int first = Integer.parseInt(text.substring(0, dash));
        int last = Integer.parseInt(text.substring(dash + 1));
        if (first < 1 || last > 65535 || first > last) {
            throw new IllegalArgumentException("is not a range of ports within 1-65535");
        }
        return new PortRange(first, last);
    }
}
