package io.honeypool.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one deployment to share, brought up for the first of them and taken down after the last. */
final class DeploymentExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(DeploymentExtension.class);

    private static final boolean ALL_FAULTS = Boolean.getBoolean("honeypool.test.faults");

    /** Guests kept ready, and guests in all: few enough to run out of on purpose. */
    static final int READY = ALL_FAULTS ? 3 : 2;

    static final int MAXIMUM = ALL_FAULTS ? 6 : 3;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Deployment.class;
    }

    @Override
    public Deployment resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Deployment.class, key -> start(), Deployment.class);
    }

    private static Deployment start() {
        Deployment deployment =
                Deployment.prepare().withPoolSettings("honeypool.pool.guests.maximum: " + MAXIMUM + "\n");
        try {
            return deployment.up(READY);
        } catch (AssertionError | RuntimeException e) {
            deployment.launcher("logs").run();
            deployment.close();
            throw e;
        }
    }
}
