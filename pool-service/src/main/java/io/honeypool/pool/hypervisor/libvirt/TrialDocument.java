package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.DomainSpec.Limits;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.LimitsTrial;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.TemplateValues;
import io.honeypool.pool.template.Templates;
import io.honeypool.pool.template.XmlElement;
import java.util.UUID;

/** Writes the documents of domains that show what a host can do. */
final class TrialDocument {

    private static final String COMMAND_LINE = "rdinit=/bin/false panic=-1 quiet";
    private static final int ANY_WEIGHT = 1_024;

    private final Templates templates;

    TrialDocument(Templates templates) {
        this.templates = templates;
    }

    /** A guest that ends by itself once its kernel runs. */
    XmlElement of(KvmTrial trial, UUID id) {
        return expand(new TemplateValues()
                .with("accelerator", "kvm")
                .with("name", trial.name())
                .with("uuid", id)
                .with("kernel", trial.boot().kernel())
                .with("initrd", trial.boot().initrd())
                .with("commandLine", COMMAND_LINE));
    }

    /** A guest that has limits and nothing to run. */
    XmlElement of(LimitsTrial trial, UUID id) {
        Limits limits = trial.limits();
        TemplateValues values = new TemplateValues()
                .with("accelerator", "qemu")
                .with("name", trial.name())
                .with("uuid", id)
                .with("cpuWeight", limits.ofProcessors() ? ANY_WEIGHT : null);
        if (limits.bandwidthKiB() != null) {
            values.with("network", trial.network()).with("bandwidth", limits.bandwidthKiB());
        }
        return expand(values);
    }

    private XmlElement expand(TemplateValues values) {
        return templates.of(TemplateKind.TRIAL).expand(values);
    }
}
