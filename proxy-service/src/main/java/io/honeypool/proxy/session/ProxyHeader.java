package io.honeypool.proxy.session;

import io.honeypool.common.lease.SourceAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What the first bytes of a balancer's connection say: the header of the PROXY protocol, version 1 or 2 (HAProxy's
 * proxy-protocol.txt, sections 2.1 and 2.2). {@code length} is that of the header.
 */
public sealed interface ProxyHeader {

    /** The header is not whole yet. */
    record Incomplete() implements ProxyHeader {}

    /** These bytes are no header. */
    record Invalid() implements ProxyHeader {}

    /** The balancer speaks for itself, or does not know who connects. */
    record Local(int length) implements ProxyHeader {}

    /** Somebody connects through the balancer. */
    record Proxied(int length, InetSocketAddress source, InetSocketAddress destination) implements ProxyHeader {}

    /** The longest header that is read; version 2 could say more, in extensions that nobody here needs. */
    int LONGEST = 1024;

    /** Reads the header at the beginning of {@code bytes}, at most {@link #LONGEST} of them. */
    static ProxyHeader read(byte[] bytes) {
        if (bytes.length == 0) {
            return new Incomplete();
        }
        return bytes[0] == 'P' ? Text.read(bytes) : Binary.read(bytes);
    }

    /** Version 1: one line of text. */
    final class Text {

        private static final int LONGEST_LINE = 107;
        private static final byte[] BEGINNING = "PROXY ".getBytes(StandardCharsets.US_ASCII);
        private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");

        private Text() {}

        private static ProxyHeader read(byte[] bytes) {
            int compared = Math.min(bytes.length, BEGINNING.length);
            if (!Arrays.equals(bytes, 0, compared, BEGINNING, 0, compared)) {
                return new Invalid();
            }
            String text = new String(bytes, 0, Math.min(bytes.length, LONGEST_LINE), StandardCharsets.US_ASCII);
            int end = text.indexOf("\r\n");
            if (end < 0) {
                return bytes.length >= LONGEST_LINE ? new Invalid() : new Incomplete();
            }
            return line(text.substring(0, end), end + 2);
        }

        private static ProxyHeader line(String line, int length) {
            String[] words = line.split(" ", -1);
            if (words[1].equals("UNKNOWN")) {
                return new Local(length);
            }
            boolean ipv4 = words[1].equals("TCP4");
            if (words.length != 6 || (!ipv4 && !words[1].equals("TCP6"))) {
                return new Invalid();
            }
            try {
                return new Proxied(length, socket(words[2], words[4], ipv4), socket(words[3], words[5], ipv4));
            } catch (IllegalArgumentException e) {
                return new Invalid();
            }
        }

        private static InetSocketAddress socket(String address, String port, boolean ipv4) {
            if (address.contains(":") == ipv4 || !NUMBER.matcher(port).matches()) {
                throw new IllegalArgumentException("not of the family, or no port");
            }
            return new InetSocketAddress(SourceAddress.parse(address).address(), Integer.parseInt(port));
        }
    }

    /** Version 2: a signature, a length, addresses. */
    final class Binary {

        private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
        private static final int FIXED = 16;
        private static final int LOCAL = 0x20;
        private static final int PROXY = 0x21;
        private static final int UNSPECIFIED = 0x00;
        private static final int TCP_OVER_IPV4 = 0x11;
        private static final int TCP_OVER_IPV6 = 0x21;

        private Binary() {}

        private static ProxyHeader read(byte[] bytes) {
            int compared = Math.min(bytes.length, SIGNATURE.length);
            if (!Arrays.equals(bytes, 0, compared, SIGNATURE, 0, compared)) {
                return new Invalid();
            }
            if (bytes.length < FIXED) {
                return new Incomplete();
            }
            int command = bytes[12] & 0xff;
            int length = FIXED + number(bytes, 14);
            if ((command != LOCAL && command != PROXY) || length > LONGEST) {
                return new Invalid();
            }
            if (bytes.length < length) {
                return new Incomplete();
            }
            int family = bytes[13] & 0xff;
            if (command == LOCAL || family == UNSPECIFIED) {
                return new Local(length);
            }
            return switch (family) {
                case TCP_OVER_IPV4 -> addresses(bytes, 4, length);
                case TCP_OVER_IPV6 -> addresses(bytes, 16, length);
                default -> new Invalid();
            };
        }

        private static ProxyHeader addresses(byte[] bytes, int size, int length) {
            int ports = FIXED + 2 * size;
            if (length < ports + 4) {
                return new Invalid();
            }
            return new Proxied(
                    length,
                    socket(bytes, FIXED, size, number(bytes, ports)),
                    socket(bytes, FIXED + size, size, number(bytes, ports + 2)));
        }

        private static InetSocketAddress socket(byte[] bytes, int from, int size, int port) {
            try {
                return new InetSocketAddress(
                        InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + size)), port);
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException("an address of " + size + " bytes", impossible);
            }
        }

        private static int number(byte[] bytes, int at) {
            return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
        }
    }
}
