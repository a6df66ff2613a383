package io.honeypool.pool.owner;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.StartupFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes this service's name at its start. */
@Component
class OwnerRegistration {

    private static final Logger log = LoggerFactory.getLogger(OwnerRegistration.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final OwnerTable table;
    private final String name;

    OwnerRegistration(OwnerTable table, HoneypoolSettings settings) {
        this.table = table;
        this.name = settings.pool().name();
    }

    /**
     * Takes the name; waits for some seconds if its last holder did not say that it stopped.
     *
     * @throws StartupFailure if another service that is alive has the name
     */
    void register(UUID incarnation) {
        Takeover takeover = new Takeover();
        boolean told = false;
        while (true) {
            Optional<Owner> row = table.find(name);
            Takeover.Step step = takeover.consider(row, System.nanoTime());
            if (step == Takeover.Step.REFUSE) {
                throw new StartupFailure(
                        "Another pool service named " + name + " uses this database and is alive.",
                        "If it is to go on, give this one another honeypool.pool.name (and another network, see"
                                + " docs/operations.md); if this one replaces it, stop it first.");
            }
            if (step == Takeover.Step.REGISTER && table.register(name, incarnation, row)) {
                log.info("This pool service is {} ({})", name, incarnation);
                return;
            }
            if (step == Takeover.Step.WAIT && !told) {
                log.info("The last service named {} did not stop in order: is it still alive?", name);
                told = true;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the name", stopping);
        }
    }
}
