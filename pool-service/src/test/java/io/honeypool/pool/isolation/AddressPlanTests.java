package io.honeypool.pool.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.honeypool.pool.guest.GuestIdentity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPlanTests {

    @Test
    void theGatewayIsFirstAndSlotsFollow() {
        AddressPlan plan = AddressPlan.of("pool", "10.77.0.0/24", 6);

        assertThat(plan.gateway().getHostAddress()).isEqualTo("10.77.0.1");
        assertThat(plan.identity(1).address().getHostAddress()).isEqualTo("10.77.0.2");
        assertThat(plan.identity(1).name()).isEqualTo("hp-pool-1");
        assertThat(plan.identities())
                .hasSize(253)
                .last()
                .satisfies(last -> assertThat(last.address().getHostAddress()).isEqualTo("10.77.0.254"));
    }

    @Test
    void aWideNetworkCarriesOverIntoTheNextOctet() {
        AddressPlan plan = AddressPlan.of("pool", "172.16.0.0/16", 512);

        assertThat(plan.identities()).hasSize(4_000);
        assertThat(plan.identity(300).address().getHostAddress()).isEqualTo("172.16.1.45");
        assertThat(plan.identity(300).mac()).endsWith(":01:2c");
    }

    @Test
    void aThousandSlotsHaveAThousandIdentities() {
        AddressPlan plan = AddressPlan.of("pool", "10.32.0.0/12", 1_000);

        List<GuestIdentity> slots =
                IntStream.rangeClosed(1, 1_000).mapToObj(plan::identity).toList();
        assertThat(slots).extracting(GuestIdentity::address).doesNotHaveDuplicates();
        assertThat(slots).extracting(GuestIdentity::mac).doesNotHaveDuplicates();
        assertThat(slots)
                .extracting(GuestIdentity::domain)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.version() == 4);
        assertThat(slots)
                .allSatisfy(slot -> assertThat(plan.slotOf(slot.name())).contains(slot.slot()));
        assertThat(slots.getLast().address().getHostAddress()).isEqualTo("10.32.3.233");
    }

    @Test
    void identitiesAreDistinctAndNameNoMaker() {
        AddressPlan plan = AddressPlan.of("pool", "10.77.0.0/23", 6);

        assertThat(plan.identities()).extracting(GuestIdentity::mac).doesNotHaveDuplicates();
        assertThat(plan.identities())
                .extracting(GuestIdentity::mac)
                .allSatisfy(mac -> assertThat(Integer.parseInt(mac.substring(0, 2), 16) & 3)
                        .as("locally administered, not multicast")
                        .isEqualTo(2));
        assertThat(plan.identity(1).mac())
                .isNotEqualTo(
                        AddressPlan.of("other", "10.77.0.0/23", 6).identity(1).mac());
    }

    @ParameterizedTest
    @CsvSource({"hp-pool-1, 1", "hp-pool-4000, 4000"})
    void slotOfFindsItsOwnNames(String name, int slot) {
        assertThat(AddressPlan.of("pool", "10.77.0.0/24", 6).slotOf(name)).contains(slot);
    }

    @ParameterizedTest
    @CsvSource({"hp-pool-", "hp-pool-0", "hp-pool-01", "hp-pool-x", "hp-pool-a-1", "xhp-pool-1", "hp-pool-kvm-trial"})
    void slotOfLeavesOthersAlone(String name) {
        assertThat(AddressPlan.of("pool", "10.77.0.0/24", 6).slotOf(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.77.0.0, is not an IPv4 network",
        "fd00::/64, is not an IPv4 network",
        "10.77.0.0/31, prefix length",
        "10.0.0.0/7, prefix length",
        "300.1.1.0/24, does not begin with an IPv4 address",
        "10.77.0.5/24, that is 10.77.0.0/24",
        "224.0.0.0/24, not a network that hosts can be on",
        "10.77.0.0/29, has room for 5 guests"
    })
    void whatCannotBePlannedIsExplained(String cidr, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressPlan.of("pool", cidr, 6))
                .withMessageContaining(reason);
    }
}
