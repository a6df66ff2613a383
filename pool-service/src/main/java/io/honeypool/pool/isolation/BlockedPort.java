package io.honeypool.pool.isolation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Ports of other hosts that guests do not reach.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param ports the ports
 */
record BlockedPort(String protocol, PortRange ports) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp))?");

    /**
     * Parses {@code port}, {@code first-last}, either with {@code /tcp} or {@code /udp}; without, it is both.
     *
     * @throws IllegalArgumentException if it is none of these; the message says what it is not
     */
    static List<BlockedPort> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not a port such as 25/tcp or a range such as 6881-6999");
        }
        String last = parts.group(2) == null ? parts.group(1) : parts.group(2);
        PortRange ports = PortRange.parse(parts.group(1) + "-" + last);
        return Stream.of("tcp", "udp")
                .filter(protocol -> parts.group(3) == null || protocol.equals(parts.group(3)))
                .map(protocol -> new BlockedPort(protocol, ports))
                .toList();
    }
}
