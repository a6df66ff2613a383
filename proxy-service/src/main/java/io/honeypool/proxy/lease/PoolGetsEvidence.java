package io.honeypool.proxy.lease;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether artifacts and recordings are shipped to the pool: as the setting says, and without it where events are. */
final class PoolGetsEvidence extends PoolGetsEvents {

    private static final String ENABLED = "honeypool.sensor.evidence.enabled";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind(ENABLED, Boolean.class)
                .orElseGet(() -> super.matches(context, metadata));
    }
}
