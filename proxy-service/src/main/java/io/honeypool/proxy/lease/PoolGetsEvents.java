package io.honeypool.proxy.lease;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether events are shipped to the pool: as the setting says, and without it where guests are a pool's. */
class PoolGetsEvents implements Condition {

    private static final String ENABLED = "honeypool.sensor.events.pool.enabled";
    private static final String BACKEND = "honeypool.sensor.backend.type";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Binder settings = Binder.get(context.getEnvironment());
        return settings.bind(ENABLED, Boolean.class)
                .orElseGet(
                        () -> settings.bind(BACKEND, BackendSettings.Type.class).orElse(BackendSettings.Type.POOL)
                                == BackendSettings.Type.POOL);
    }
}
