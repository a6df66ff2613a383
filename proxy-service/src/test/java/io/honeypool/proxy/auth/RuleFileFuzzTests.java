package io.honeypool.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.common.lease.SourceAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

class RuleFileFuzzTests {

    private static final Path FILE = Path.of("rules.txt");
    private static final SourceAddress SOURCE = SourceAddress.parse("192.0.2.7");

    /**
     * The first line is the user that logs in and the second its password; the rest is the file. A file is refused with
     * the number of a line, or it decides every login as its first line does that speaks about it.
     */
    @FuzzTest
    void rules(byte[] input) {
        List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
        String username = lines.isEmpty() ? "" : lines.getFirst();
        String password = lines.size() < 2 ? "" : lines.get(1);
        List<String> file = lines.subList(Math.min(2, lines.size()), lines.size());
        RuleSet rules = parse(file);
        if (rules == null) {
            return;
        }
        LoginTry login = new LoginTry(SOURCE, username, password);

        assertThat(rules.size()).isLessThanOrEqualTo(file.size());
        assertThat(rules.decide(login)).isEqualTo(firstThatMatches(file, login));
    }

    private static @Nullable RuleSet parse(List<String> file) {
        try {
            return RuleFile.parse(FILE, file);
        } catch (RuleFileException e) {
            assertThat(e.getMessage()).contains(FILE.toString()).containsPattern("line [1-9]");
            assertThat(e.getMessage()).hasSizeLessThan(500);
            return null;
        }
    }

    /** A rule by itself lets in or refuses; with "everybody" behind it, only one that matches can refuse. */
    private static LoginDecision firstThatMatches(List<String> file, LoginTry login) {
        for (String line : file) {
            if (RuleFile.parse(FILE, List.of(line)).decide(login) instanceof LoginDecision.Accepted accepted) {
                return accepted;
            }
            if (RuleFile.parse(FILE, List.of(line, "*:x:*")).decide(login) instanceof LoginDecision.Refused refused) {
                return refused;
            }
        }
        return new LoginDecision.Refused();
    }
}
