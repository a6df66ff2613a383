package io.honeypool.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileTests {

    private static final Path FILE = Path.of("userdb.txt");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "root, hunter2, true",
        "root, '', true",
        "root, root, false",
        "root, 123456, false",
        "admin, hunter2, false",
        "'', '', false"
    })
    void theDefaultFileLetsRootInWithAlmostAnyPassword(String username, String password, boolean accepted) {
        CredentialPolicy policy = RuleFile.load(directory.resolve("userdb.txt"));

        assertThat(policy.decide(username, password) instanceof LoginDecision.Accepted)
                .isEqualTo(accepted);
    }

    @Test
    void loadWritesTheDefaultFileOnceAndKeepsWhatTheOperatorMadeOfIt() throws IOException {
        Path file = directory.resolve("sub").resolve("userdb.txt");
        RuleFile.load(file);
        Files.writeString(file, "admin:x:admin\n");

        CredentialPolicy policy = RuleFile.load(file);

        assertThat(policy.decide("admin", "admin")).isInstanceOf(LoginDecision.Accepted.class);
        assertThat(policy.decide("root", "hunter2")).isInstanceOf(LoginDecision.Refused.class);
    }

    @Test
    void theFirstLineThatMatchesDecides() {
        CredentialPolicy policy = parse("*:x:letmein", "admin:x:!*", "*:x:*");

        assertThat(policy.decide("admin", "letmein")).isInstanceOf(LoginDecision.Accepted.class);
        assertThat(policy.decide("admin", "other")).isInstanceOf(LoginDecision.Refused.class);
        assertThat(policy.decide("guest", "other")).isInstanceOf(LoginDecision.Accepted.class);
    }

    @Test
    void aPasswordMayHoldColons() {
        assertThat(parse("root:x:a:b:c").decide("root", "a:b:c")).isInstanceOf(LoginDecision.Accepted.class);
    }

    @Test
    void commentsAndBlankLinesSayNothing() {
        assertThat(parse("# root:x:*", "", "  ").decide("root", "x")).isInstanceOf(LoginDecision.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "root:x", "root:x:/^a/", "root:x:!/a/i", "/r.*/:x:*"})
    void aLineThatCannotBeUsedIsNamed(String line) {
        assertThatExceptionOfType(RuleFileException.class)
                .isThrownBy(() -> parse("# comment", line))
                .satisfies(e -> assertThat(e.line()).isEqualTo(2))
                .withMessageContaining("userdb.txt, line 2");
    }

    @Test
    void bytesThatAreNotUtf8AreNamed() throws IOException {
        Path file = Files.write(directory.resolve("latin1"), new byte[] {'a', ':', 'x', ':', (byte) 0xe4});

        assertThatExceptionOfType(RuleFileException.class)
                .isThrownBy(() -> RuleFile.load(file))
                .withMessageContaining("is not UTF-8");
    }

    private static CredentialPolicy parse(String... lines) {
        return RuleFile.parse(FILE, List.of(lines));
    }
}
