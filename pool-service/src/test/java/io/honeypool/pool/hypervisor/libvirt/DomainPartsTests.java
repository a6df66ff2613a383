package io.honeypool.pool.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainSpec.Limits;
import io.honeypool.pool.template.Template;
import io.honeypool.pool.template.TemplateFailure;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.TemplateTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainPartsTests {

    private static final DomainSpec SPEC =
            DocumentTests.spec(null, true, null, new Limits(512, 150, 1_000_000L, 500, 256L));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type=\"${accelerator}\" | type=\"xen\" | <domain type=\"qemu\">",
                "<name>${name}</name> | <name>other</name> | one <name> with ${name}",
                "<uuid>${uuid}</uuid> | | one <uuid> with ${uuid}",
                "<on_poweroff>destroy | <on_poweroff>restart | <on_poweroff>destroy",
                "<on_crash>destroy | <on_crash>coredump-destroy | <on_crash>destroy",
                "<filterref filter=\"${filter}\"/> | | <filterref filter=\"${filter}\"/>",
                "filter=\"${filter}\" | filter=\"clean-traffic\" | <filterref filter=\"${filter}\"/>",
                "<port hp:if=\"isolatedPort\" isolated=\"yes\"/> | | <port isolated=\"yes\"/>",
                "<mac address=\"${mac}\"/> | | <mac address=\"${mac}\"/>",
                "network=\"${network}\" | network=\"default\" | <source network=\"${network}\"/>",
                "<interface type=\"network\"> | <interface type=\"bridge\"> | one <interface type=\"network\">",
                "<mac address=\"${mac}\"/> | <mac address=\"${mac}\"/><script path=\"/x\"/> | nothing else that connects it",
                "<serial type=\"null\"/> | <interface type=\"user\"/> | one <interface type=\"network\">",
                "<serial type=\"null\"/> | <hostdev mode=\"subsystem\"/> | no <hostdev>",
                "<serial type=\"null\"/> | <filesystem type=\"mount\"/> | no <filesystem>",
                "<serial type=\"null\"/> | <channel type=\"unix\"/> | no <channel>",
                "<serial type=\"null\"/> | <graphics type=\"vnc\"/> | no <graphics>",
                "<serial type=\"null\"/> | <serial type=\"tcp\"/> | only type null or pty for a <serial>",
                "model=\"random\" | model=\"egd\" | only <backend model=\"random\"> for an <rng>",
                "file=\"${overlay}\" | file=\"/images/disk.qcow2\" | <source file=\"${overlay}\"/>",
                "<serial type=\"null\"/> | <disk type=\"file\" device=\"cdrom\"/> | one <disk type=\"file\" device=\"disk\">",
                "<target dev=\"vda\" bus=\"virtio\"/> | <target dev=\"vda\"/><mirror type=\"file\"/> | nothing but that to read",
                "type=\"qcow2\" | type=\"raw\" | of driver type qcow2",
                "<sysinfo type=\"smbios\"> | <sysinfo type=\"fwcfg\"><entry name=\"a\" file=\"/etc/passwd\"/></sysinfo><sysinfo type=\"smbios\"> | no <sysinfo> entry with a file",
                "<shares hp:if=\"cpuWeight\">${cpuWeight}</shares> | | <shares> in <cputune>",
                "<global_quota hp:if=\"cpuQuota\">${cpuQuota}</global_quota> | | <global_quota> in <cputune>",
                "<total_bytes_sec hp:if=\"diskBytes\">${diskBytes}</total_bytes_sec> | | <total_bytes_sec> in <iotune>",
                "<bandwidth hp:if=\"bandwidth\"> | <bandwidth hp:unless=\"bandwidth\"> | <bandwidth> in the <interface>"
            })
    void aMissingPartIsNamed(String part, String other, String missing) {
        Template template = TemplateTexts.changed(TemplateKind.DOMAIN, part, other == null ? "" : other);

        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(() -> new DomainDocument(TemplateTexts.templates(TemplateKind.DOMAIN, template)).of(SPEC))
                .withMessageStartingWith("The template changed domain.xml drops what guests need: there must be ")
                .withMessageContaining(missing);
    }

    @Test
    void otherPartsAreTheOperators() {
        Template template = TemplateTexts.changed(TemplateKind.DOMAIN, "OpenStack Foundation", "Backhaus GmbH");

        assertThatNoException()
                .isThrownBy(() -> new DomainDocument(TemplateTexts.templates(TemplateKind.DOMAIN, template)).of(SPEC));
    }
}
