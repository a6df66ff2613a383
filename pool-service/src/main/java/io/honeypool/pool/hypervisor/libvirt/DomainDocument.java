package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainSpec.DirectBoot;
import io.honeypool.pool.hypervisor.DomainSpec.Limits;
import io.honeypool.pool.template.Template;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.TemplateValues;
import io.honeypool.pool.template.Templates;
import io.honeypool.pool.template.XmlElement;

/** Writes the documents of guests (libvirt.org/formatdomain.html) from their templates. */
final class DomainDocument {

    private static final int PERIOD_PER_PERCENT = 1_000;

    private final Templates templates;

    DomainDocument(Templates templates) {
        this.templates = templates;
    }

    /**
     * A guest.
     *
     * @throws io.honeypool.pool.template.TemplateFailure if the template makes no guest of it that may run
     */
    XmlElement of(DomainSpec spec) {
        Template template = templates.of(TemplateKind.DOMAIN, spec.profile());
        XmlElement document = template.expand(values(spec));
        DomainParts.of(document, spec).check(template);
        return document;
    }

    private static TemplateValues values(DomainSpec spec) {
        boolean kvm = spec.acceleration() == Acceleration.KVM;
        TemplateValues values = new TemplateValues()
                .with("accelerator", kvm ? "kvm" : "qemu")
                .when("kvm", kvm)
                .when("tcg", !kvm)
                .with("name", spec.name())
                .with("uuid", spec.id())
                .with("memory", spec.size().memoryMiB())
                .with("vcpus", spec.size().vcpus())
                .with("machine", spec.machine())
                .with("overlay", spec.disk().overlay())
                .with("mac", spec.link().mac())
                .with("network", spec.link().network())
                .with("filter", spec.link().filter())
                .when("isolatedPort", spec.link().isolatedPort());
        DirectBoot boot = spec.boot();
        if (boot != null) {
            values.with("kernel", boot.kernel()).with("initrd", boot.initrd()).with("commandLine", boot.commandLine());
        }
        return limits(values, spec.limits());
    }

    private static TemplateValues limits(TemplateValues values, Limits limits) {
        Integer percent = limits.cpuPercent();
        return values.when("cpuLimits", limits.ofProcessors())
                .with("cpuWeight", limits.cpuWeight())
                .with("cpuQuota", percent == null ? null : percent * PERIOD_PER_PERCENT)
                .when("diskLimits", limits.diskBytes() != null || limits.diskOperations() != null)
                .with("diskBytes", limits.diskBytes())
                .with("diskOperations", limits.diskOperations())
                .with("bandwidth", limits.bandwidthKiB());
    }
}
