package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Ends the pool in the middle of a step of its work, as {@code kill -9} there would. The step is armed by an option of
 * its Java; the launcher starts it again without.
 */
record PoolCrash(Deployment deployment, Services services) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * Ends it.
     *
     * @param step name of the step
     * @param drive has the pool come to that step; what the pool answers, if it does, is of no interest
     */
    void at(String step, Runnable drive) {
        long armed = arm(step);
        awaitServing();
        try {
            drive.run();
        } catch (UncheckedIOException noAnswer) {
            // the pool has ended in the middle of the call, as it should
        }
        await().atMost(PATIENCE).until(() -> says(armed, "The fail point " + step + " is reached"));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> services.pid("pool") != armed);
        awaitServing();
    }

    /** Waits until the pool answers and hands out guests. */
    void awaitServing() {
        PoolApi operator = deployment.api("operator");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> operator.get("pool")
                        .json()
                        .get("owners")
                        .valueStream()
                        .map(owner -> owner.get("serving"))
                        .allMatch(JsonNode::booleanValue));
    }

    private long arm(String step) {
        Path options = deployment.state().resolve("etc").resolve("pool.jvm");
        try {
            Files.createDirectories(options.getParent());
            Files.writeString(options, "-Dhoneypool.fail-point=" + step + "\n");
            services.killAndAwaitNext("pool");
            long pid = services.pid("pool");
            await().atMost(PATIENCE).until(() -> says(pid, "The fail point " + step + " is armed"));
            return pid;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            options.toFile().delete();
        }
    }

    private boolean says(long pid, String message) {
        return services.log("pool").anyMatch(line -> line.contains(" " + pid + " --- ") && line.contains(message));
    }
}
