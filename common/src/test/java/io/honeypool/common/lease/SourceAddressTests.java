package io.honeypool.common.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTests {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
        "::1, 0:0:0:0:0:0:0:1"
    })
    void parseGivesTheCanonicalForm(String literal, String canonical) {
        assertThat(SourceAddress.parse(literal)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "127.1", "1.2.3.4.5", "256.1.1.1", "fe80::1%eth0", "[::1]", "::1 ", "0x7f.0.0.1"
            })
    void parseRefusesEverythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SourceAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 64, 192.0.2.7/32",
        "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2:3:4:5:6, 60, 2001:db8:1:0:0:0:0:0/60",
        "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6/128"
    })
    void leaseKeyMasksIpv6Only(String literal, int prefix, String key) {
        assertThat(SourceAddress.parse(literal).leaseKey(prefix)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 24, 64, 192.0.2.0/24",
        "192.0.2.7, 32, 64, 192.0.2.7/32",
        "10.203.114.7, 12, 64, 10.192.0.0/12",
        "::ffff:192.0.2.7, 24, 64, 192.0.2.0/24",
        "2001:db8:1:2:3:4:5:6, 24, 48, 2001:db8:1:0:0:0:0:0/48"
    })
    void networkMasksBothFamilies(String literal, int ipv4Prefix, int ipv6Prefix, String network) {
        assertThat(SourceAddress.parse(literal).network(ipv4Prefix, ipv6Prefix)).isEqualTo(network);
    }

    @Test
    void networkRefusesAnImpossiblePrefix() {
        SourceAddress source = SourceAddress.parse("192.0.2.7");

        assertThatIllegalArgumentException().isThrownBy(() -> source.network(33, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> source.network(0, 64));
    }

    @Test
    void leaseKeyRefusesAnImpossiblePrefix() {
        SourceAddress source = SourceAddress.parse("2001:db8::1");

        assertThatIllegalArgumentException().isThrownBy(() -> source.leaseKey(129));
    }
}
