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

    /** Little room for what is kept, so that the oldest make way all the time. */
    private static final String SETTINGS = ALL_FAULTS
            ? "honeypool.pool: {guests: {maximum: 6, keep-overlays: used}, disk.kept-quota: 200MB}\n"
            : "honeypool.pool.guests.maximum: 3\n";

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
        Deployment deployment = Deployment.prepare().withPoolSettings(SETTINGS);
        try {
            return deployment.up(READY);
        } catch (AssertionError | RuntimeException e) {
            deployment.launcher("logs").run();
            deployment.close();
            throw e;
        }
    }
}
