package io.honeypool.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.SourceAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedRulesTests {

    private static final SourceAddress SOURCE = SourceAddress.parse("192.0.2.7");

    private final List<String> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeRules() throws IOException {
        file = Files.writeString(directory.resolve("rules"), "admin:x:admin\n");
    }

    @Test
    void aNewVersionComesIntoForce() throws IOException {
        try (WatchedRules rules = open()) {
            Files.writeString(file, "# two\nadmin:x:other\nroot:x:root\n");

            await().until(() -> accepts(rules, "other"));

            assertThat(accepts(rules, "admin")).isFalse();
            assertThat(told).containsExactly("loaded 1", "loaded 2");
        }
    }

    @Test
    void aVersionThatCannotBeUsedLeavesTheOneBeforeInForceAndIsToldOnce() throws IOException {
        try (WatchedRules rules = open()) {
            Files.writeString(file, "admin:x:other\nnonsense\n");
            await().until(() -> told.contains("rejected"));
            assertThat(accepts(rules, "admin")).isTrue();

            Files.writeString(file, "admin:x:corrected\n");

            await().until(() -> accepts(rules, "corrected"));
            assertThat(told).containsExactly("loaded 1", "rejected", "loaded 1");
        }
    }

    @Test
    void aFileThatGoesAndComesBackIsReadAgain() throws IOException {
        try (WatchedRules rules = open()) {
            Files.delete(file);
            await().until(() -> told.contains("rejected"));
            assertThat(accepts(rules, "admin")).isTrue();

            Files.writeString(file, "admin:x:back\n");

            await().until(() -> accepts(rules, "back"));
        }
    }

    @Test
    void whatCannotBeUsedAtTheStartIsRefused() throws IOException {
        Files.writeString(file, "nonsense\n");

        assertThatExceptionOfType(RuleFileException.class).isThrownBy(this::open);
    }

    private WatchedRules open() {
        return WatchedRules.open(
                file,
                new RuleFileObserver() {
                    @Override
                    public void loaded(int rules) {
                        told.add("loaded " + rules);
                    }

                    @Override
                    public void rejected() {
                        told.add("rejected");
                    }
                },
                Duration.ofMillis(10));
    }

    private static boolean accepts(WatchedRules rules, String password) {
        return rules.decide(new LoginTry(SOURCE, "admin", password)) instanceof LoginDecision.Accepted;
    }
}
