package io.honeypool.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.common.lease.SourceAddress;
import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptAfterTriesTests {

    private static final CredentialPolicy RULES =
            RuleFile.parse(Path.of("rules"), List.of("*:x:!never", "root:x:*", "admin:x:*"));

    @TempDir
    private Path directory;

    @Test
    void theTryThatWasDrawnWins() {
        try (AcceptAfterTries policy = open(settings(10, 0))) {
            assertThat(accepts(policy, "192.0.2.1", "a")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "b")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "c")).isTrue();
        }
    }

    @Test
    void theSameTryCountsOnceAndIsAnsweredTheSame() {
        try (AcceptAfterTries policy = open(settings(10, 0))) {
            for (int i = 0; i < 5; i++) {
                assertThat(accepts(policy, "192.0.2.1", "a")).isFalse();
            }
            assertThat(accepts(policy, "192.0.2.1", "b")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "c")).isTrue();
            assertThat(accepts(policy, "192.0.2.1", "a")).isFalse();
        }
    }

    @Test
    void whatWonIsTheOnlyWayInFromThenOn() {
        try (AcceptAfterTries policy = open(settings(10, 0))) {
            win(policy, "192.0.2.1");

            assertThat(accepts(policy, "192.0.2.1", "d")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "c")).isTrue();
        }
    }

    @Test
    void whatTheRulesRefuseNeitherWinsNorCounts() {
        try (AcceptAfterTries policy = open(settings(10, 0))) {
            assertThat(accepts(policy, "192.0.2.1", "a")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "never")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "b")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "never")).isFalse();
            assertThat(accepts(policy, "192.0.2.1", "c")).isTrue();
        }
    }

    @Test
    void aNetworkOfIpv6IsOneSource() {
        try (AcceptAfterTries policy = open(settings(10, 0))) {
            assertThat(accepts(policy, "2001:db8::1", "a")).isFalse();
            assertThat(accepts(policy, "2001:db8::2", "b")).isFalse();
            assertThat(accepts(policy, "2001:db8:0:1::3", "c")).isFalse();
            assertThat(accepts(policy, "2001:db8::3", "c")).isTrue();
        }
    }

    @Test
    void whatWonElsewhereWinsAtOnceAsLongAsItIsAmongTheLast() {
        try (AcceptAfterTries policy = open(settings(10, 1))) {
            win(policy, "192.0.2.1");
            assertThat(accepts(policy, "192.0.2.2", "c")).isTrue();
            assertThat(accepts(policy, "192.0.2.3", "x")).isFalse();
            assertThat(accepts(policy, "192.0.2.3", "y")).isFalse();
            assertThat(accepts(policy, "192.0.2.3", "z")).isTrue();

            assertThat(accepts(policy, "192.0.2.4", "c")).isFalse();
            assertThat(accepts(policy, "192.0.2.4", "z")).isTrue();
        }
    }

    @Test
    void theSourceThatWasAwayLongestIsForgottenFirst() {
        try (AcceptAfterTries policy = open(settings(2, 0))) {
            win(policy, "192.0.2.1");
            win(policy, "192.0.2.2");
            assertThat(accepts(policy, "192.0.2.1", "c")).isTrue();
            assertThat(accepts(policy, "192.0.2.3", "a")).isFalse();

            assertThat(accepts(policy, "192.0.2.1", "c")).isTrue();
            assertThat(accepts(policy, "192.0.2.2", "c")).isFalse();
        }
    }

    @Test
    void aRestartForgetsNothing() {
        try (AcceptAfterTries policy = open(settings(10, 1))) {
            win(policy, "192.0.2.1");
            assertThat(accepts(policy, "192.0.2.2", "a")).isFalse();
            assertThat(accepts(policy, "192.0.2.2", "b")).isFalse();
        }

        try (AcceptAfterTries policy = open(settings(10, 1))) {
            assertThat(accepts(policy, "192.0.2.1", "c")).isTrue();
            assertThat(accepts(policy, "192.0.2.1", "d")).isFalse();
            assertThat(accepts(policy, "192.0.2.2", "a")).isFalse();
            assertThat(accepts(policy, "192.0.2.2", "d")).isTrue();
            assertThat(accepts(policy, "192.0.2.3", "c")).isFalse();
        }
    }

    @Test
    void theFileHoldsNoPassword() throws IOException {
        try (AcceptAfterTries policy = open(settings(10, 1))) {
            assertThat(accepts(policy, "192.0.2.1", "sesame")).isFalse();
        }

        assertThat(Files.readString(file())).contains("192.0.2.1").doesNotContain("sesame");
    }

    @Test
    void aFileThatCannotBeUnderstoodIsNamed() throws IOException {
        Files.writeString(file(), "{");

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open(settings(10, 0)))
                .withMessageContaining(file().toString())
                .withMessageContaining("delete it");
    }

    private static void win(AcceptAfterTries policy, String source) {
        assertThat(accepts(policy, source, "a")).isFalse();
        assertThat(accepts(policy, source, "b")).isFalse();
        assertThat(accepts(policy, source, "c")).isTrue();
    }

    private AcceptAfterTries open(TriesSettings settings) {
        return AcceptAfterTries.open(RULES, settings, file(), () -> 3);
    }

    private Path file() {
        return directory.resolve("login-tries.json");
    }

    private static TriesSettings settings(int sources, int sharedWinners) {
        return new TriesSettings(2, 5, sources, sharedWinners);
    }

    private static boolean accepts(CredentialPolicy policy, String source, String password) {
        return policy.decide(new LoginTry(SourceAddress.parse(source), "root", password))
                instanceof LoginDecision.Accepted;
    }
}
