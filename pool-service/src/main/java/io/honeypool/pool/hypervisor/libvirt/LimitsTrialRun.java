package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.hypervisor.LimitsTrial;
import java.util.Optional;
import java.util.UUID;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;

/**
 * Runs a trial of limits. The domain never runs and dies with the connection. That libvirt starts a domain says that
 * the limits of its interface are in force; those of its processors are left out without a word where there is no
 * control group for them, so libvirt is asked what schedules them.
 */
final class LimitsTrialRun {

    private static final int PAUSED_AND_AUTODESTROY = 1 | 2;

    private final LibvirtCalls calls;
    private final TrialDocument documents;

    LimitsTrialRun(LibvirtCalls calls, TrialDocument documents) {
        this.calls = calls;
        this.documents = documents;
    }

    Optional<String> of(LimitsTrial trial) {
        UUID id = UUID.randomUUID();
        String document = documents.of(trial, id).toString();
        try {
            calls.run("put the limits in force", connect -> {
                Domain domain = connect.domainCreateXML(document, PAUSED_AND_AUTODESTROY);
                try {
                    look(domain, trial);
                } finally {
                    domain.free();
                    LibvirtHypervisor.destroy(connect, id);
                }
            });
            return Optional.empty();
        } catch (HypervisorFault refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static void look(Domain domain, LimitsTrial trial) throws LibvirtException {
        if (trial.limits().ofProcessors()) {
            domain.getSchedulerType();
        }
    }
}
