package io.honeypool.pool.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainSpec.Limits;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.isolation.AddressPlan;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.Templates;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentTests {

    private static final Templates TEMPLATES = Templates.builtIn();
    private static final DomainSpec.DirectBoot BOOT =
            new DomainSpec.DirectBoot("/images/vmlinuz", "/images/initrd.img", "root=/dev/vda \"<&");
    private static final NetworkSpec NETWORK = new NetworkSpec(
            "honeypool",
            "hpbr0",
            "10.77.0.1",
            24,
            true,
            null,
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
        String document = new TrialDocument(TEMPLATES)
                .of(new KvmTrial("trial", BOOT, Duration.ofSeconds(1)), UUID.randomUUID())
                .toString();

        assertThat(document)
                .startsWith("<domain type=\"kvm\">")
                .contains("<on_reboot>destroy</on_reboot>", "rdinit=/bin/false panic=-1")
                .doesNotContain("<disk", "<interface");
    }

    @Test
    void aNetworkDiffersInNothingFromItself() {
        assertThat(NetworkDocument.difference(
                        NetworkDocument.of(NETWORK, TEMPLATES.of(TemplateKind.NETWORK))
                                .toString(),
                        NETWORK))
                .isEmpty();
    }

    @Test
    void aNetworkIsDescribedWithoutNameService() {
        assertThat(NetworkDocument.of(NETWORK, TEMPLATES.of(TemplateKind.NETWORK))
                        .toString())
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
        String ofOther = NetworkDocument.of(networkOf("other"), TEMPLATES.of(TemplateKind.NETWORK))
                .toString();

        assertThat(NetworkDocument.difference(ofOther, networkOf("pool"))).contains("another pool's");
    }

    @Test
    void aNameServerAsksNobodyAndTellsNothingOfHostAndGuests() {
        NetworkSpec spec = withNameServer("192.0.2.80");
        String document =
                NetworkDocument.of(spec, TEMPLATES.of(TemplateKind.NETWORK)).toString();

        assertThat(document)
                .contains("<dns enable=\"yes\"", "xmlns:dnsmasq=")
                .contains(
                        "\"no-resolv\"",
                        "\"no-hosts\"",
                        "\"dhcp-ignore-names\"",
                        "\"local=/#/\"",
                        "\"address=/#/192.0.2.80\"");
        assertThat(NetworkDocument.difference(document, spec)).isEmpty();
        assertThat(NetworkDocument.difference(document, withNameServer("192.0.2.81")))
                .isEqualTo("answer to names is 192.0.2.80, should be 192.0.2.81");
        assertThat(NetworkDocument.difference(document, NETWORK))
                .isEqualTo("answer to names is 192.0.2.80, should be none");
    }

    private static NetworkSpec withNameServer(String answer) {
        return new NetworkSpec("honeypool", "hpbr0", "10.77.0.1", 24, true, answer, NETWORK.hosts());
    }

    private static NetworkSpec networkOf(String pool) {
        AddressPlan plan = AddressPlan.of(pool, "10.77.0.0/24", 4);
        return new NetworkSpec(
                "honeypool",
                "hpbr0",
                plan.gateway().getHostAddress(),
                plan.prefixLength(),
                false,
                null,
                plan.identities().stream()
                        .map(slot ->
                                new NetworkSpec.Host(slot.mac(), slot.address().getHostAddress()))
                        .toList());
    }

    @Test
    void withoutLimitsNothingIsLimited() {
        assertThat(domain(Acceleration.TCG, BOOT, true)).doesNotContain("cputune", "iotune", "bandwidth", "machine=");
    }

    @Test
    void everyLimitHasItsElement() {
        String document = document(spec(BOOT, true, "q35", new Limits(512, 150, 1_000_000L, 500, 256L)));

        assertThat(document)
                .contains("<cputune><shares>512</shares><global_period>100000</global_period>"
                        + "<global_quota>150000</global_quota></cputune>")
                .contains("<iotune><total_bytes_sec>1000000</total_bytes_sec>"
                        + "<total_iops_sec>500</total_iops_sec></iotune>")
                .contains("<inbound average=\"256\" burst=\"256\">", "<outbound average=\"256\" burst=\"256\">")
                .contains("<type machine=\"q35\">hvm</type>");
    }

    @Test
    void aLimitDoesNotNeedTheOthers() {
        assertThat(document(spec(BOOT, true, null, new Limits(null, 50, null, 500, null))))
                .contains("<cputune><global_period>100000</global_period>")
                .contains("<iotune><total_iops_sec>500</total_iops_sec></iotune>");
    }

    private static String domain(Acceleration acceleration, DomainSpec.@Nullable DirectBoot boot, boolean isolated) {
        DomainSpec tcg = spec(boot, isolated, null, Limits.NONE);
        return document(new DomainSpec(
                tcg.id(),
                tcg.name(),
                tcg.profile(),
                acceleration,
                tcg.size(),
                null,
                tcg.disk(),
                boot,
                tcg.link(),
                tcg.limits()));
    }

    private static String document(DomainSpec spec) {
        return new DomainDocument(TEMPLATES).of(spec).toString();
    }

    static DomainSpec spec(
            DomainSpec.@Nullable DirectBoot boot, boolean isolated, @Nullable String machine, Limits limits) {
        return new DomainSpec(
                UUID.fromString("0e4f2b5c-0000-4000-8000-000000000001"),
                "hp-pool-1",
                "default",
                Acceleration.TCG,
                new DomainSpec.Size(256, 1),
                machine,
                new DomainSpec.Disk("/o.qcow2"),
                boot,
                new DomainSpec.Link("honeypool", "96:00:00:00:00:01", "hp-pool-1", isolated),
                limits);
    }
}
