package io.honeypool.pool.provisioning;

import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.image.Bakes;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.isolation.AddressPlan;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes what no guest owns. */
@Component
class Reaper {

    private static final Logger log = LoggerFactory.getLogger(Reaper.class);

    private final Hypervisor hypervisor;
    private final Overlays overlays;
    private final Bakes bakes;
    private final AddressPlan plan;

    Reaper(Hypervisor hypervisor, Overlays overlays, Bakes bakes, AddressPlan plan) {
        this.hypervisor = hypervisor;
        this.overlays = overlays;
        this.bakes = bakes;
        this.plan = plan;
    }

    void reapDomain(int slot, UUID domain) {
        hypervisor.destroy(domain);
        log.info("Domain {} ({}) belonged to no guest and is removed", name(slot), domain);
    }

    void reapFilter(int slot) {
        hypervisor.removeFilter(name(slot));
        log.info("Network filter {} belonged to no guest and is removed", name(slot));
    }

    void reapOverlay(int slot) throws IOException {
        overlays.remove(name(slot));
        log.info("Overlay {} belonged to no guest and is removed", name(slot));
    }

    void tidyBakes(int slot) throws IOException {
        bakes.tidy(name(slot));
        log.info("What slot {} had of earlier or unfinished bakes is removed", name(slot));
    }

    private String name(int slot) {
        return plan.identity(slot).name();
    }
}
