package io.honeypool.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTests {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final byte[] V2_IPV4 =
            HexFormat.of().parseHex(SIGNATURE + "2111000f" + "c0000207" + "c6336401" + "1267" + "0016" + "040000");
    private static final ProxyHeader INCOMPLETE = new ProxyHeader.Incomplete();
    private static final ProxyHeader INVALID = new ProxyHeader.Invalid();

    @Test
    void version1TellsBothEnds() {
        String line = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 22\r\n";

        assertThat(read(line + "SSH-2.0-x\r\n"))
                .isEqualTo(
                        new ProxyHeader.Proxied(line.length(), socket("192.0.2.7", 4711), socket("198.51.100.1", 22)));
        assertThat(read("PROXY TCP6 2001:db8::7 2001:db8::1 65535 0\r\n"))
                .isEqualTo(new ProxyHeader.Proxied(44, socket("2001:db8::7", 65535), socket("2001:db8::1", 0)));
    }

    @Test
    void version2TellsBothEndsBeforeItsExtensions() {
        assertThat(ProxyHeader.read(V2_IPV4))
                .isEqualTo(new ProxyHeader.Proxied(31, socket("192.0.2.7", 4711), socket("198.51.100.1", 22)));
        assertThat(ProxyHeader.read(HexFormat.of()
                        .parseHex(SIGNATURE + "21210024" + "20010db8000000000000000000000007"
                                + "20010db8000000000000000000000001" + "1267" + "0016")))
                .isEqualTo(new ProxyHeader.Proxied(52, socket("2001:db8::7", 4711), socket("2001:db8::1", 22)));
    }

    @Test
    void aBalancerMaySpeakForItself() {
        assertThat(read("PROXY UNKNOWN\r\n")).isEqualTo(new ProxyHeader.Local(15));
        assertThat(read("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\nSSH")).isEqualTo(new ProxyHeader.Local(35));
        assertThat(ProxyHeader.read(HexFormat.of().parseHex(SIGNATURE + "20000000")))
                .isEqualTo(new ProxyHeader.Local(16));
        assertThat(ProxyHeader.read(HexFormat.of().parseHex(SIGNATURE + "21000000")))
                .isEqualTo(new ProxyHeader.Local(16));
    }

    @Test
    void everyBeginningIsIncomplete() {
        byte[] text = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 22\r\n".getBytes(StandardCharsets.US_ASCII);
        for (byte[] whole : new byte[][] {text, V2_IPV4}) {
            for (int length = 0; length < whole.length; length++) {
                assertThat(ProxyHeader.read(Arrays.copyOf(whole, length)))
                        .as("%d bytes", length)
                        .isEqualTo(INCOMPLETE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "PROXI",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 22 \r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 65536\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 +22\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 04711 22\r\n",
                "PROXY TCP4 example.org 198.51.100.1 4711 22\r\n",
                "PROXY TCP4 2001:db8::7 2001:db8::1 4711 22\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 4711 22\r\n",
                "PROXY TCP4 999.0.2.7 198.51.100.1 4711 22\r\n",
                "PROXY UDP4 192.0.2.7 198.51.100.1 4711 22\r\n",
                "PROXY \r\n"
            })
    void whatIsNoHeaderIsInvalid(String text) {
        assertThat(read(text)).isEqualTo(INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0d0a0d0a000d0a515549540b",
                SIGNATURE + "1111000cc0000207c633640112670016",
                SIGNATURE + "2211000cc0000207c633640112670016",
                SIGNATURE + "2112000cc0000207c633640112670016",
                SIGNATURE + "2111000bc0000207c6336401126700",
                SIGNATURE + "2131ffff"
            })
    void whatIsNoBinaryHeaderIsInvalid(String hex) {
        assertThat(ProxyHeader.read(HexFormat.of().parseHex(hex))).isEqualTo(INVALID);
    }

    @Test
    void aLineWithoutEndIsInvalid() {
        assertThat(read("PROXY " + "x".repeat(100))).isEqualTo(INCOMPLETE);
        assertThat(read("PROXY " + "x".repeat(101))).isEqualTo(INVALID);
    }

    @Test
    void noBytesBreakIt() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4711);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = V2_IPV4.clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(ProxyHeader.read(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))))
                    .isNotNull();
        }
    }

    private static ProxyHeader read(String text) {
        return ProxyHeader.read(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
