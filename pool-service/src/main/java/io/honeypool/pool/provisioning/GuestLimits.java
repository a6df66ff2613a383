package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.hypervisor.DomainSpec.Limits;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.LimitsTrial;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.LimitSettings;
import io.honeypool.pool.settings.StartupFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What guests may use of the host, as far as the host can see to it: not every one can limit processors, and a guest
 * that wants that of one that cannot would not start.
 */
@Component
class GuestLimits {

    private static final Logger log = LoggerFactory.getLogger(GuestLimits.class);

    private final Hypervisor hypervisor;
    private final GuestProfiles profiles;
    private final String trialName;
    private final String network;
    private volatile boolean processors = true;

    GuestLimits(Hypervisor hypervisor, GuestProfiles profiles, HoneypoolSettings settings) {
        this.hypervisor = hypervisor;
        this.profiles = profiles;
        this.trialName = "hp-" + settings.pool().name() + "-limits-trial";
        this.network = settings.pool().network().name();
    }

    /**
     * Finds out what the host can limit, if a profile wants any of it; needs the network.
     *
     * @throws StartupFailure if a profile wants its bandwidth limited and the host cannot do that
     */
    void check() {
        profiles.all().stream()
                .map(GuestLimits::wanted)
                .filter(Limits::ofProcessors)
                .findFirst()
                .ifPresent(this::checkProcessors);
        profiles.all().forEach(this::checkBandwidth);
    }

    /** The limits of a profile's guests that can be in force. */
    Limits of(GuestProfile profile) {
        Limits wanted = wanted(profile);
        return processors ? wanted : wanted.withoutProcessors();
    }

    private void checkProcessors(Limits wanted) {
        Optional<String> reason = attempt(new Limits(wanted.cpuWeight(), wanted.cpuPercent(), null, null, null));
        processors = reason.isEmpty();
        reason.ifPresent(GuestLimits::warn);
    }

    private void checkBandwidth(GuestProfile profile) {
        Long bandwidth = wanted(profile).bandwidthKiB();
        if (bandwidth != null) {
            attempt(new Limits(null, null, null, null, bandwidth)).ifPresent(reason -> {
                throw new StartupFailure(
                        "The bandwidth of guests of the profile " + profile.name() + " cannot be limited on this host: "
                                + reason.strip() + ".",
                        "See that tc is installed and that the kernel has sch_htb, sch_sfq, sch_ingress, cls_u32 and"
                                + " act_police, or unset honeypool.pool.guests.limits.bandwidth.");
            });
        }
    }

    private Optional<String> attempt(Limits limits) {
        return hypervisor.tryLimits(new LimitsTrial(trialName, limits, network));
    }

    private static void warn(String reason) {
        log.warn(
                "cpu-weight and cpu-percent are NOT in force, all other limits are: {}. The kernel shares processors"
                        + " between guests as between any processes, and a guest gets no more than its vcpus",
                reason.strip());
    }

    private static Limits wanted(GuestProfile profile) {
        LimitSettings settings = profile.settings().limits();
        return new Limits(
                settings.cpuWeight(),
                settings.cpuPercent(),
                settings.diskBandwidth().toBytes() == 0
                        ? null
                        : settings.diskBandwidth().toBytes(),
                settings.diskOperations() == 0 ? null : settings.diskOperations(),
                settings.bandwidth() == null ? null : settings.bandwidth().toKilobytes());
    }
}
