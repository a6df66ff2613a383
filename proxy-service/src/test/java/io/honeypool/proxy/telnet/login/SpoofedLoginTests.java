package io.honeypool.proxy.telnet.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoofedLoginTests {

    private final Stage stage = Stage.spoofed();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void theGuestIsToldItsOwnAccountAndTheAttackerSeesItsOwn(int size) {
        stage.shows("\r\nDebian GNU/Linux 12\r\n\rweb01 login: ", size);
        assertThat(stage.attacker()).endsWith("web01 login: ");

        stage.types("admin\r\n");
        assertThat(stage.attacker()).isEqualTo("admin");
        assertThat(stage.guest()).isEqualTo("guest\r");

        stage.shows("guest\r\nPassword: ", size);
        assertThat(stage.attacker()).isEqualTo("\r\nPassword: ");

        stage.types("good\r\0");
        assertThat(stage.attacker()).isEmpty();
        assertThat(stage.guest()).isEqualTo("real\r");

        stage.shows("\r\nLast login: Sun Nov 29\r\n# ", size);
        assertThat(stage.attacker()).isEqualTo("\r\nLast login: Sun Nov 29\r\n# ");
        assertThat(stage.told).containsExactly("accepted admin/good", "entered real");

        stage.types("id\r\n");
        assertThat(stage.guest()).isEqualTo("id\r\n");
        assertThat(stage.shell()).isEqualTo("id\r\n");
    }

    @Test
    void aRefusalIsTheGuestsOwn() {
        stage.shows("login: ").types("a\n").shows("guest\r\nPassword: ").types("bad\n");
        assertThat(stage.guest()).isEqualTo("guest\nrealfake\n");

        stage.shows("\r\n").shows("\r\nLogin incorrect\r\nlogin: ").types("b\n");
        stage.shows("guest\r\nPassword: ").types("good\n");
        stage.attacker();
        stage.shows("\r\n").shows("# ");

        assertThat(stage.attacker()).isEqualTo("\r\n# ");
        assertThat(stage.told).containsExactly("refused a/bad", "accepted b/good", "entered real");
    }

    @Test
    void whatComesBeforeAnyPromptIsTakenInItsTurn() {
        stage.types("root\r\ngood\r\nenable\r\nsh\r\n").shows("\r\nlogin: ");
        assertThat(stage.guest()).isEqualTo("guest\r");
        stage.shows("guest\r\nPassword: ");
        assertThat(stage.guest()).isEqualTo("real\r");
        assertThat(stage.shell()).isEmpty();

        stage.shows("\r\n# ");

        assertThat(stage.guest()).isEqualTo("enable\r\nsh\r\n");
        assertThat(stage.shell()).isEqualTo("enable\r\nsh\r\n");
        assertThat(stage.told).containsExactly("accepted root/good", "entered real");
    }

    @Test
    void aLineIsEditedAsTheTerminalDoes() {
        stage.shows("login: ").attacker();

        stage.types("rxx\177\177oox\27root\25adm\26\3in\177n\r");

        assertThat(stage.attacker()).startsWith("rxx\b \b\b \boox");
        stage.shows("guest\r\nPassword: ").types("badd\177\r");
        assertThat(stage.told).containsExactly("refused adm\3in/bad");
    }

    @Test
    void anEmptyNameIsTheGuestsBusiness() {
        stage.shows("login: ").types("\r\n");
        assertThat(stage.guest()).isEqualTo("\r");
        stage.shows("\r\nPassword: ").types("good\r\n");
        assertThat(stage.guest()).isEqualTo("realfake\r");
        stage.shows("\r\nlogin: ").types("\r\n").shows("\r\nlogin: ").types("x\r\n");

        assertThat(stage.guest()).isEqualTo("\rguest\r");
        assertThat(stage.told).containsExactly("refused /good");
    }

    @Test
    void interruptAndEndReachTheGuest() {
        stage.shows("login: ").types("abc\3");
        assertThat(stage.guest()).isEqualTo("\3");
        stage.types("\4");
        assertThat(stage.guest()).isEqualTo("\4");
        stage.types("abc\4");
        assertThat(stage.guest()).isEqualTo("guest\4");
    }

    @Test
    void withoutEchoNothingIsShownOrHidden() {
        stage.dialogue().negotiated(false, new Negotiation(Telnet.DONT, Telnet.ECHO));
        stage.shows("login: ").attacker();
        stage.types("admin\r");
        assertThat(stage.attacker()).isEmpty();

        stage.shows("Password: ");

        assertThat(stage.attacker()).isEqualTo("Password: ");
    }

    @Test
    void anEchoThatWasNotExpectedIsTheAttackersOwn() {
        stage.dialogue().negotiated(false, new Negotiation(Telnet.DONT, Telnet.ECHO));
        stage.shows("login: ").types("admimn\177\177n\r").attacker();

        stage.shows("guest\r\nPassword: ");

        assertThat(stage.attacker()).isEqualTo("admimn\b \b\b \bn\r\nPassword: ");
    }

    @Test
    void whatTheTerminalShowsTellsWhetherItEchoes() {
        stage.dialogue().negotiated(false, new Negotiation(Telnet.DONT, Telnet.ECHO));
        stage.shows("login: ").types("a\r").shows("guest\r\nPassword: ").types("bad\r");
        stage.shows("\r\nLogin incorrect\r\nlogin: ").attacker();

        stage.types("b");

        assertThat(stage.attacker()).isEqualTo("b");
    }

    @Test
    void whatOnlyBeginsLikeTheEchoIsShown() {
        stage.shows("login: ").types("a\r").attacker();

        stage.shows("gu").shows("n\r\n");

        assertThat(stage.attacker()).isEqualTo("gun\r\n");
    }

    @Test
    void aNameInTheNegotiationIsTakenAndReplaced() {
        Environment told = stage.dialogue().environment(sent("\47\0\0USER\1admin\3X\1y"));

        assertThat(told.encoded()).isEqualTo(said("\47\0\0USER\1guest\3X\1y"));
        stage.shows("Password: ").types("good\r");
        assertThat(stage.told).containsExactly("accepted admin/good");
    }

    @Test
    void anAttackOnTheGuestsServerReachesIt() {
        Environment sent = sent("\47\0\0USER\1-f root");

        assertThat(stage.dialogue().environment(sent).encoded()).isEqualTo(sent.encoded());
        stage.shows("\r\nLinux\r\nroot@web01:~# ").types("id\r");
        assertThat(stage.guest()).isEmpty();

        stage.silent(Duration.ofMillis(600));

        assertThat(stage.guest()).isEqualTo("id\r");
        assertThat(stage.told).containsExactly("entered without login");
    }

    @Test
    void aGuestThatRefusesItsOwnPasswordIsTriedWithTheNextUnseen() {
        stage.passwords = List.of("real", "good");
        stage.shows("login: ").types("a\r").shows("guest\r\nPassword: ").types("good\r");
        stage.attacker();
        stage.guest();

        stage.shows("\r\n").shows("\r\nLogin incorrect\r\n").shows("login: ");
        assertThat(stage.guest()).isEqualTo("guest\r");
        stage.shows("guest\r\nPassword: ");
        assertThat(stage.guest()).isEqualTo("good\r");
        stage.shows("\r\n# ");

        assertThat(stage.attacker()).isEqualTo("\r\n# ");
        assertThat(stage.told).containsExactly("accepted a/good", "entered good");
    }

    @Test
    void aGuestThatRefusesAllItsPasswordsAsksAgain() {
        stage.shows("login: ").types("a\r").shows("guest\r\nPassword: ").types("good\r");

        stage.shows("\r\nSorry\r\n").shows("login: ").types("b\r").shows("guest\r\nPassword: ");

        assertThat(stage.told).containsExactly("accepted a/good", "entered real", "refused by guest");
        assertThat(stage.guest()).isEqualTo("guest\rreal\rguest\r");
    }

    @Test
    void aPasswordPromptInTheShellIsTheShells() {
        stage.shows("login: ")
                .types("a\r")
                .shows("guest\r\nPassword: ")
                .types("good\r")
                .shows("\r\n# ");
        stage.types("su\r").shows("su\r\nPassword: ").types("secret\r");

        assertThat(stage.guest()).endsWith("su\rsecret\r");
        assertThat(stage.told).hasSize(2);
    }

    @Test
    void aPromptThatNoExpressionKnowsIsLeftToTheAttackerAfterAWhile() {
        stage.shows("Who goes there?").types("me\r").silent(Duration.ofSeconds(29));
        assertThat(stage.guest()).isEmpty();

        stage.silent(Duration.ofSeconds(31));

        assertThat(stage.guest()).isEqualTo("me\r");
    }

    @Test
    void anyBytesFromBothSidesAreTaken() {
        Random random = new Random(857);
        List<String> words =
                List.of("login: ", "Password: ", "\r\n", "good", "\r", "# ", "Login incorrect", "guest", "\3", "\26");
        for (int round = 0; round < 3_000; round++) {
            Stage any = Stage.spoofed();
            for (int step = 0; step < 30; step++) {
                String text = random.nextInt(4) == 0
                        ? String.valueOf((char) random.nextInt(256))
                        : words.get(random.nextInt(words.size()));
                if (random.nextBoolean()) {
                    any.shows(text);
                } else {
                    any.types(text);
                }
            }
            assertThat(any.told.stream().filter(told -> told.startsWith("entered")))
                    .hasSizeLessThanOrEqualTo((int) any.told.stream()
                            .filter(told -> told.startsWith("accepted"))
                            .count());
        }
    }

    private static Environment sent(String content) {
        return Environment.read(said(content)).orElseThrow();
    }

    private static Subnegotiation said(String content) {
        return Subnegotiation.of(content.getBytes(ISO_8859_1));
    }
}
