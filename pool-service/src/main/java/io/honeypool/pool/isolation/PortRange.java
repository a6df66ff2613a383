package io.honeypool.pool.isolation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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

    /** The fewest ranges that have exactly these ports, in order. */
    static List<PortRange> covering(Collection<Integer> ports) {
        List<PortRange> ranges = new ArrayList<>();
        for (int port : ports.stream().distinct().sorted().toList()) {
            boolean continues = !ranges.isEmpty() && ranges.getLast().last() == port - 1;
            ranges.add(new PortRange(continues ? ranges.removeLast().first() : port, port));
        }
        return ranges;
    }
}
