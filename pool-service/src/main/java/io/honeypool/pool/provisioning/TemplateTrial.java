package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.isolation.FilterCompiler;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.template.Template;
import io.honeypool.pool.template.TemplateFailure;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tries the templates at start, so that a wrong one is not first noticed by a guest that does not come: every profile's
 * domain and filter, and the network, made for a guest that there never is.
 */
@Component
class TemplateTrial {

    private static final String BRIDGE = "hp-trial";

    private final Hypervisor hypervisor;
    private final GuestProfiles profiles;
    private final GuestBuilder builder;
    private final GuestNetwork network;
    private final FilterCompiler filters;
    private final Templates templates;
    private final String name;
    private final UUID id;

    TemplateTrial(
            Hypervisor hypervisor,
            GuestProfiles profiles,
            GuestBuilder builder,
            GuestNetwork network,
            FilterCompiler filters,
            Templates templates,
            HoneypoolSettings settings) {
        this.hypervisor = hypervisor;
        this.profiles = profiles;
        this.builder = builder;
        this.network = network;
        this.filters = filters;
        this.templates = templates;
        this.name = "hp-" + settings.pool().name() + "-trial";
        this.id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes the documents, without asking anybody.
     *
     * @throws TemplateFailure if one lacks something that guests need
     */
    void read() {
        for (GuestProfile profile : profiles.all()) {
            for (Acceleration acceleration : Acceleration.values()) {
                String document = hypervisor.document(domain(making(profile, acceleration)));
                assert !document.isEmpty();
            }
            filters.compile(
                    profile.name(),
                    identity(),
                    making(profile, Acceleration.TCG).loginPorts());
        }
    }

    /**
     * Has the hypervisor judge the network, and a domain and a filter of every profile.
     *
     * @throws TemplateFailure with its reason if it does not take one
     */
    void judge(AccelerationChoice acceleration) {
        judge(templates.of(TemplateKind.NETWORK), () -> hypervisor.judge(network.as(name, BRIDGE)));
        for (GuestProfile profile : profiles.all()) {
            Making making = making(profile, acceleration.next(profile));
            judge(
                    templates.of(TemplateKind.FILTER, profile.name()),
                    () -> hypervisor.judge(filters.compile(profile.name(), identity(), making.loginPorts())));
            judge(templates.of(TemplateKind.DOMAIN, profile.name()), () -> hypervisor.judge(domain(making)));
        }
    }

    private static void judge(Template template, Runnable judging) {
        try {
            judging.run();
        } catch (HypervisorFault rejected) {
            throw new TemplateFailure(
                    template.source(),
                    "is rejected: " + String.valueOf(rejected.getMessage()).strip(),
                    rejected);
        }
    }

    private Making making(GuestProfile profile, Acceleration acceleration) {
        return builder.plan(1, profile, acceleration);
    }

    private DomainSpec domain(Making making) {
        return making.spec().as(id, name);
    }

    private GuestIdentity identity() {
        GuestIdentity first = network.identity(1);
        return new GuestIdentity(first.slot(), name, id, first.mac(), first.address());
    }
}
