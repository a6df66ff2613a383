package io.honeypool.pool.failpoint;

import io.honeypool.pool.settings.StartupFailure;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends the process, as {@code kill -9} would, at the step named by the Java system property {@value #STEP_PROPERTY}.
 * Without it, which is how the pool runs outside of tests, reaching a step does nothing. Thread-safe.
 */
@Component
public class FailPoints {

    static final String STEP_PROPERTY = "honeypool.fail-point";
    static final String SKIP_PROPERTY = "honeypool.fail-point.skip";
    private static final int STATUS_OF_KILL = 137;
    private static final Logger log = LoggerFactory.getLogger(FailPoints.class);

    private final @Nullable Step armed;
    private final AtomicInteger passesLeft;
    private final Runnable end;

    /**
     * Is armed as the system properties say.
     *
     * @throws StartupFailure if they name no step, or no number of passes
     */
    public FailPoints() {
        this(
                System.getProperty(STEP_PROPERTY),
                System.getProperty(SKIP_PROPERTY),
                () -> Runtime.getRuntime().halt(STATUS_OF_KILL));
    }

    FailPoints(@Nullable String step, @Nullable String skip, Runnable end) {
        this.armed = step == null ? null : step(step);
        this.passesLeft = new AtomicInteger(skip == null ? 0 : passes(skip));
        this.end = end;
        if (armed != null) {
            log.warn("The fail point {} is armed: the process will end there", armed);
        }
    }

    /** Does not return if this is the armed step and enough passes went by. */
    public void reach(Step step) {
        if (step == armed && passesLeft.getAndDecrement() == 0) {
            log.warn("The fail point {} is reached: the process ends", step);
            end.run();
        }
    }

    private static Step step(String name) {
        return Arrays.stream(Step.values())
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StartupFailure(
                        "The Java system property " + STEP_PROPERTY + " names no step: " + name + ".",
                        "Remove it: it makes the pool end, and is for tests. The steps are "
                                + Arrays.stream(Step.values()).map(Step::name).collect(Collectors.joining(", "))
                                + "."));
    }

    private static int passes(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .orElseThrow(() -> new StartupFailure(
                        "The Java system property " + SKIP_PROPERTY + " is no number of passes: " + text + ".",
                        "Give how often the step is passed before the process ends there, or remove it."));
    }
}
