package io.honeypool.pool.tls;

import io.honeypool.pool.settings.HoneypoolSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has the host show its new certificate while it runs. */
@Component
class IdentityWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IdentityWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    private final HostIdentity identity;
    private final boolean needed;
    private @Nullable Thread thread;

    IdentityWatch(HostIdentity identity, HoneypoolSettings settings) {
        this.identity = identity;
        this.needed = settings.pool().remote().enabled();
    }

    @Override
    public void start() {
        if (needed) {
            thread = Thread.ofVirtual().name("host-certificate").start(this::watch);
        }
    }

    @Override
    public void stop() {
        Thread watching = thread;
        thread = null;
        if (watching != null) {
            watching.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                try {
                    identity.refresh();
                } catch (RuntimeException unusable) {
                    log.warn("The last good certificate is shown on: {}", unusable.getMessage());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
