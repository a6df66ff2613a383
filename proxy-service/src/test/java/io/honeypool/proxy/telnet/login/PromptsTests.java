package io.honeypool.proxy.telnet.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.telnet.codec.Environment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTests {

    private final Prompts prompts = Stage.PROMPTS;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web01 login: ",
                "login:",
                "OpenWrt login: ",
                "(none) login: ",
                "Username: ",
                "user name:",
                "User:",
                "Account: ",
                "Login: "
            })
    void namesAreAskedFor(String line) {
        assertThat(prompts.isUsername(line)).isTrue();
        assertThat(prompts.isPassword(line)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Password: ", "password:", "root's Password: ", "Password for root: ", "Enter passwd:  "})
    void passwordsAreAskedFor(String line) {
        assertThat(prompts.isPassword(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login: r", "Last login: Sun", "# ", "Password: x", "", "web01 login"})
    void otherLinesAskForNothing(String line) {
        assertThat(prompts.isUsername(line)).isFalse();
        assertThat(prompts.isPassword(line)).isFalse();
    }

    @Test
    void expressionsOfTheFieldsOwnProxyWork() {
        Prompts cowries = Prompts.of(new DefaultPrompts() {
            @Override
            public String usernamePromptRegex() {
                return "(\\n|^)ubuntu login: .*";
            }

            @Override
            public String passwordPromptRegex() {
                return ".*Password: .*";
            }
        });

        assertThat(cowries.isUsername("ubuntu login: ")).isTrue();
        assertThat(cowries.isPassword("Password: ")).isTrue();
    }

    @Test
    void theGroupIsTheName() {
        Environment.Variable user = new Environment.Variable(false, bytes("USER"), bytes("a\nb=\\"));

        assertThat(prompts.usernameIn(user).orElseThrow()).isEqualTo(bytes("a\nb=\\"));
        assertThat(prompts.usernameIn(new Environment.Variable(true, bytes("XUSER"), bytes("a"))))
                .isEmpty();
        assertThat(prompts.usernameIn(new Environment.Variable(false, bytes("USER"), null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"a(b 1", "a(b)c)d 5", "x[z-a] 2", "ab** 2", "a\\ 0", "(?=x) 0"})
    void anExpressionThatCannotBeUsedIsToldWithItsPosition(String expression, int position) {
        assertThatExceptionOfType(PromptPatternException.class)
                .isThrownBy(() -> Prompts.of(new DefaultPrompts() {
                    @Override
                    public String passwordPromptRegex() {
                        return expression;
                    }
                }))
                .withMessageContaining("honeypool.sensor.telnet.password-prompt-regex")
                .withMessageContaining(" at character ")
                .satisfies(e -> assertThat(e.position()).isEqualTo(position));
    }

    @Test
    @Timeout(20)
    void noLineTakesLong() {
        Prompts evil = Prompts.of(new DefaultPrompts() {
            @Override
            public String usernamePromptRegex() {
                return "((a*)*)*b:";
            }
        });

        for (int i = 0; i < 1_000; i++) {
            assertThat(evil.isUsername("a".repeat(100_000))).isFalse();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
