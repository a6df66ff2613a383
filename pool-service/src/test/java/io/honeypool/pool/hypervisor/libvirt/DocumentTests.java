package io.honeypool.pool.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.isolation.AddressPlan;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentTests {

    private static final DomainSpec.DirectBoot BOOT =
            new DomainSpec.DirectBoot("/images/vmlinuz", "/images/initrd.img", "root=/dev/vda \"<&");
    private static final NetworkSpec NETWORK = new NetworkSpec(
            "honeypool",
            "hpbr0",
            "10.77.0.1",
            24,
            true,
            List.of(new NetworkSpec.Host("96:00:00:00:00:01", "10.77.0.2")));

    @Test
    void aGuestUnderTcgIsOfTypeQemu() {
        String document = domain(Acceleration.TCG, BOOT, true);

        assertThat(document)
                .startsWith("<domain type=\"qemu\">")
                .contains("<on_reboot>restart</on_reboot>", "<on_crash>destroy</on_crash>", "<genid></genid>")
                .contains("<serial type=\"null\">", "<port isolated=\"yes\">", "<filterref filter=\"hp-pool-1\">")
                .contains("<cmdline>root=/dev/vda \"&lt;&amp;</cmdline>");
    }

    @Test
    void aGuestUnderKvmIsOfTypeKvm() {
        assertThat(domain(Acceleration.KVM, BOOT, true)).startsWith("<domain type=\"kvm\">");
    }

    @Test
    void withoutKernelTheDiskBoots() {
        assertThat(domain(Acceleration.TCG, null, true))
                .contains("<boot dev=\"hd\">")
                .doesNotContain("<kernel>");
    }

    @Test
    void portIsolationCanBeTurnedOff() {
        assertThat(domain(Acceleration.TCG, BOOT, false)).doesNotContain("isolated");
    }

    @Test
    void aTrialEndsWhenItsKernelReboots() {
        String document = DomainDocument.of(new KvmTrial("trial", BOOT, Duration.ofSeconds(1)), UUID.randomUUID())
                .toString();

        assertThat(document)
                .startsWith("<domain type=\"kvm\">")
                .contains("<on_reboot>destroy</on_reboot>", "rdinit=/bin/false panic=-1")
                .doesNotContain("<disk", "<interface");
    }

    @Test
    void aNetworkDiffersInNothingFromItself() {
        assertThat(NetworkDocument.difference(NetworkDocument.of(NETWORK).toString(), NETWORK))
                .isEmpty();
    }

    @Test
    void aNetworkIsDescribedWithoutNameService() {
        assertThat(NetworkDocument.of(NETWORK).toString())
                .contains("<dns enable=\"no\">", "<forward mode=\"open\">", "stp=\"off\" delay=\"0\"");
    }

    @Test
    void differencesAreNamed() {
        String other = "<network><name>honeypool</name><forward mode='nat'/><bridge name='virbr0'/>"
                + "<ip address='192.168.122.1' netmask='255.255.255.0'><dhcp/></ip></network>";

        assertThat(NetworkDocument.difference(other, NETWORK))
                .isEqualTo(
                        "bridge is virbr0, should be hpbr0, gateway is 192.168.122.1, should be 10.77.0.1,"
                                + " forward mode is nat, should be open, its DHCP hosts are not this pool's, but another pool's or somebody else's");
    }

    @Test
    void theNetworkOfAnotherPoolIsToldApart() {
        String ofOther = NetworkDocument.of(networkOf("other")).toString();

        assertThat(NetworkDocument.difference(ofOther, networkOf("pool"))).contains("another pool's");
    }

    private static NetworkSpec networkOf(String pool) {
        AddressPlan plan = AddressPlan.of(pool, "10.77.0.0/24", 4);
        return new NetworkSpec(
                "honeypool",
                "hpbr0",
                plan.gateway().getHostAddress(),
                plan.prefixLength(),
                false,
                plan.identities().stream()
                        .map(slot ->
                                new NetworkSpec.Host(slot.mac(), slot.address().getHostAddress()))
                        .toList());
    }

    private static String domain(Acceleration acceleration, DomainSpec.@Nullable DirectBoot boot, boolean isolated) {
        return DomainDocument.of(new DomainSpec(
                        UUID.randomUUID(),
                        "hp-pool-1",
                        acceleration,
                        new DomainSpec.Size(256, 1),
                        new DomainSpec.Disk("/o.qcow2"),
                        boot,
                        new DomainSpec.Link("honeypool", "96:00:00:00:00:01", "hp-pool-1", isolated)))
                .toString();
    }
}
