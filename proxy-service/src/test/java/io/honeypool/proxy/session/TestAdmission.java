package io.honeypool.proxy.session;

import java.time.Duration;
import java.util.List;

/** Limits for tests. */
public final class TestAdmission {

    /** What holds when nothing is set. */
    public static final AdmissionSettings DEFAULTS = new AdmissionSettings(
            100,
            300,
            50,
            6000,
            300,
            30,
            800,
            24,
            64,
            48,
            Duration.ofHours(24),
            List.of(Network.of("127.0.0.0/8"), Network.of("::1")),
            List.of());

    /** No limit that a test could reach. */
    public static final AdmissionSettings UNLIMITED = new AdmissionSettings(
            1_000_000,
            1_000_000,
            1_000_000,
            1_000_000_000,
            1_000_000,
            30,
            1_000_000,
            24,
            64,
            48,
            Duration.ofHours(24),
            List.of(Network.of("0.0.0.0/0")),
            List.of());

    private TestAdmission() {}

    /** Small limits that are for everybody. */
    static AdmissionSettings small(int perSource, int perNetwork, int logins) {
        return new AdmissionSettings(
                perSource, perNetwork, logins, 2, 100, 30, 200, 24, 64, 48, Duration.ofHours(1), List.of(), List.of());
    }
}
