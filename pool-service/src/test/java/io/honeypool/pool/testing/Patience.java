package io.honeypool.pool.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long each test of this module waits for what takes a moment: very long for a machine that is very busy. */
public final class Patience implements BeforeAllCallback {

    /** Costs time only where something is broken. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext tests) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
