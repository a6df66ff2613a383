package io.honeypool.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.common.lease.SourceAddress;
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
    private static final SourceAddress SOURCE = SourceAddress.parse("192.0.2.7");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "root, hunter2, true",
        "root, '', true",
        "root, root, false",
        "root, 123456, false",
        "root, my-HoneyPot!, false",
        "admin, hunter2, false",
        "'', '', false"
    })
    void theDefaultFileLetsRootInWithAlmostAnyPassword(String username, String password, boolean accepted) {
        Path file = directory.resolve("userdb.txt");
        RuleFile.create(file);

        assertThat(accepts(RuleFile.read(file), username, password)).isEqualTo(accepted);
    }

    @Test
    void theDefaultFileIsMadeOnceAndWhatTheOperatorMadeOfItIsKept() throws IOException {
        Path file = directory.resolve("sub").resolve("userdb.txt");
        RuleFile.create(file);
        Files.writeString(file, "admin:x:admin\n");
        RuleFile.create(file);

        RuleSet rules = RuleFile.read(file);

        assertThat(accepts(rules, "admin", "admin")).isTrue();
        assertThat(accepts(rules, "root", "hunter2")).isFalse();
    }

    @Test
    void theFirstLineThatMatchesDecides() {
        RuleSet rules = parse("*:x:letmein", "admin:x:!*", "*:x:*");

        assertThat(accepts(rules, "admin", "letmein")).isTrue();
        assertThat(accepts(rules, "admin", "other")).isFalse();
        assertThat(accepts(rules, "guest", "other")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/^adm/:x:/^[0-9]{4}$/, admin, 1234, true",
        "/^adm/:x:/^[0-9]{4}$/, Admin, 1234, false",
        "/^adm/i:x:/^[0-9]{4}$/, Admin, 1234, true",
        "/^adm/:x:/^[0-9]{4}$/, admin, 12345, false",
        "root:x:/pass/, root, xpassx, true",
        "root:x:/PASS/i, root, xpassx, true",
        "root:x:/a:b/, root, xa:bx, true",
        "root:x:/a.b/, root, a/b, true",
        "root:x://, root, //, true",
        "root:x:/, root, /, true",
        "root:x:/i, root, /i, true",
        "root:x:/usr/lib, root, /usr/lib, true",
        "root:x:/ö/, root, schön, true"
    })
    void expressionsAreFoundAnywhere(String line, String username, String password, boolean accepted) {
        assertThat(accepts(parse(line), username, password)).isEqualTo(accepted);
    }

    @Test
    void anExpressionCanRefuse() {
        RuleSet rules = parse("*:x:!/honey/i", "*:x:*");

        assertThat(accepts(rules, "root", "HONEYpot")).isFalse();
        assertThat(accepts(rules, "root", "money")).isTrue();
    }

    @Test
    void anExpressionThatMakesOthersBacktrackTakesNoTime() {
        String hostile = "a".repeat(1000) + "!";

        assertThat(accepts(parse("root:x:/^(a+)+$/", "root:x:!/(a|aa)+$/"), "root", hostile))
                .isFalse();
    }

    @Test
    void aPasswordMayHoldColonsAndLoseBlanksAtTheEnd() {
        assertThat(accepts(parse("root:x:a:b:c  "), "root", "a:b:c")).isTrue();
    }

    @Test
    void commentsAndBlankLinesSayNothing() {
        assertThat(accepts(parse("# root:x:*", "", "  "), "root", "x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root",
                "root:x",
                "root:x:/(secret/",
                "root:x:!/secret[/i",
                "/r(/:x:*",
                "/a:b/:x:*",
                "r:x:/(?=a)b/"
            })
    void aLineThatCannotBeUsedIsNamedWithoutItsPassword(String line) {
        assertThatExceptionOfType(RuleFileException.class)
                .isThrownBy(() -> parse("# comment", line))
                .satisfies(e -> assertThat(e.line()).isEqualTo(2))
                .withMessageContaining("userdb.txt, line 2: ")
                .withMessageNotContaining("secret");
    }

    @Test
    void bytesThatAreNotUtf8AreNamed() throws IOException {
        Path file = Files.write(directory.resolve("latin1"), new byte[] {'a', ':', 'x', ':', (byte) 0xe4});

        assertThatExceptionOfType(RuleFileException.class)
                .isThrownBy(() -> RuleFile.read(file))
                .withMessageContaining("is not UTF-8");
    }

    private static RuleSet parse(String... lines) {
        return RuleFile.parse(FILE, List.of(lines));
    }

    private static boolean accepts(RuleSet rules, String username, String password) {
        return rules.decide(new LoginTry(SOURCE, username, password)) instanceof LoginDecision.Accepted;
    }
}
