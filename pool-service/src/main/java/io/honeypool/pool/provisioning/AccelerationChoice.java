package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorFacts;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.KvmVerdict;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.image.ProfileImages;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.HypervisorSettings.AccelerationMode;
import io.honeypool.pool.settings.StartupFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Chooses between KVM and TCG. Nothing but a guest that really ran says that KVM works: a trial with the image's
 * kernel, or, for an image without one, the first guest that boots or does not. Thread-safe; the first question may
 * take as long as a trial does.
 */
@Component
class AccelerationChoice {

    private static final Logger log = LoggerFactory.getLogger(AccelerationChoice.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Hypervisor hypervisor;
    private final BaseImage image;
    private final GuestProfiles profiles;
    private final AccelerationMode mode;
    private final String trialName;
    private final KvmVerdictStore store;
    private @Nullable KvmVerdict verdict;

    AccelerationChoice(
            Hypervisor hypervisor,
            ProfileImages images,
            GuestProfiles profiles,
            HoneypoolSettings settings,
            KvmVerdictStore store) {
        this.hypervisor = hypervisor;
        this.image = images.of(profiles.defaultProfile());
        this.profiles = profiles;
        this.mode = settings.pool().hypervisor().acceleration();
        this.trialName = "hp-" + settings.pool().name() + "-kvm-trial";
        this.store = store;
    }

    /**
     * Fails the start if KVM is demanded and does not work.
     *
     * @throws StartupFailure with the reason
     */
    void checkDemand() {
        boolean demanded = profiles.all().stream().anyMatch(profile -> mode(profile) == AccelerationMode.KVM);
        if (demanded && verdict() instanceof KvmVerdict.Fails fails) {
            throw new StartupFailure(
                    "honeypool.pool.hypervisor.acceleration, or a profile's own, is kvm, and no guest runs under KVM here: "
                            + fails.reason() + ".",
                    "See that the processor's virtualisation is on and that libvirt's QEMU user may open /dev/kvm, or set"
                            + " acceleration to auto or tcg.");
        }
    }

    /** What the next guest of a profile is to run under. */
    synchronized Acceleration next(GuestProfile profile) {
        return switch (mode(profile)) {
            case KVM -> Acceleration.KVM;
            case TCG -> Acceleration.TCG;
            case AUTO -> verdict() instanceof KvmVerdict.Fails ? Acceleration.TCG : Acceleration.KVM;
        };
    }

    /** Takes note of how a guest's boot ended. */
    synchronized void booted(Acceleration acceleration, boolean answered) {
        if (acceleration == Acceleration.KVM && verdict instanceof KvmVerdict.Unproven) {
            settle(
                    answered
                            ? new KvmVerdict.Works()
                            : new KvmVerdict.Fails("the first guest did not answer in time", true));
        }
    }

    private AccelerationMode mode(GuestProfile profile) {
        AccelerationMode own = profile.settings().acceleration();
        return own == null ? mode : own;
    }

    private synchronized KvmVerdict verdict() {
        KvmVerdict known = verdict;
        if (known == null) {
            HypervisorFacts facts = hypervisor.facts();
            known = store.read(facts).map(AccelerationChoice::announced).orElseGet(() -> find(facts));
            verdict = known;
        }
        return known;
    }

    private KvmVerdict find(HypervisorFacts facts) {
        DomainSpec.DirectBoot boot = image.boot();
        if (!facts.kvmOffered()) {
            return settle(new KvmVerdict.Fails("libvirt does not offer KVM", false));
        }
        if (boot == null) {
            return new KvmVerdict.Unproven();
        }
        return settle(hypervisor.tryKvm(new KvmTrial(trialName, boot, PATIENCE)));
    }

    private KvmVerdict settle(KvmVerdict found) {
        verdict = found;
        boolean lasting = !(found instanceof KvmVerdict.Fails fails) || fails.tried();
        if (lasting) {
            store.write(hypervisor.facts(), found);
        }
        return announced(found);
    }

    private static KvmVerdict announced(KvmVerdict found) {
        switch (found) {
            case KvmVerdict.Works works -> log.info("Guests run under KVM.");
            case KvmVerdict.Fails fails ->
                log.warn("Guests run under TCG (slower): KVM does not work here: {}", fails.reason());
            case KvmVerdict.Unproven unproven -> log.info("KVM is tried with the first guest.");
        }
        return found;
    }
}
