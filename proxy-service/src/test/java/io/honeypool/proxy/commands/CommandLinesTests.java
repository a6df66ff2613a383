package io.honeypool.proxy.commands;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.events.HoneypotEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLinesTests {

    private final List<HoneypotEvent> recorded = new ArrayList<>();
    private final CommandLines lines = new CommandLines(recorded::add);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id\\r\\n|id",
                "id\\r\\0|id",
                "id\\r|id",
                "id\\n|id",
                "xx\\r\\r\\n\\n|xx",
                "idx\\d\\r|id",
                "idx\\b\\r|id",
                "wrong\\ucat /etc/passwd\\r|cat /etc/passwd",
                "rm -rf foo\\wbar\\r|rm -rf bar",
                "given up\\cid\\r|id",
                "a\\\\b\\r|a\\\\\\\\b"
            })
    void aLineIsOneEventWithItsEditingApplied(String typed, String command) {
        type(typed.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\d", "\177")
                .replace("\\b", typed.contains("\\\\b") ? "\\b" : "\b")
                .replace("\\u", "\25")
                .replace("\\w", "\27")
                .replace("\\c", "\3")
                .replace("\\\\", "\\"));

        assertThat(commands()).containsExactly(command.replace("\\\\\\\\", "\\\\"));
    }

    @Test
    void aScriptIsItsLinesHoweverItIsCut() {
        type("enable\r\nsystem\r\nshell\r\nsh\r\n/bin/busybox MIRAI\r\n");

        assertThat(commands()).containsExactly("enable", "system", "shell", "sh", "/bin/busybox MIRAI");
    }

    @Test
    void whatHistoryBroughtBackIsWhatTheShellShows() {
        show("root@web01:~# ");
        type("\33[A");
        show("cat /etc/shadow");
        type("\177\r");
        show("\b\33[K\r\n");

        assertThat(commands()).containsExactly("cat /etc/shado");
    }

    @Test
    void whatWasCompletedIsWhatTheShellShows() {
        show("\33[?2004h\33]0;root\7root@web01:~# ");
        type("l");
        show("l");
        type("s /et\t");
        show("s /etc/");
        type("\r");
        show("\r\n\33[?2004l\rhosts\r\n");

        assertThat(commands()).containsExactly("ls /etc/");
    }

    @Test
    void withoutEchoWhatWasTypedCounts() {
        show("# ");
        type("ls\33[D\r");
        type("id\r");
        lines.close();

        assertThat(commands()).containsExactly("ls[D", "id");
    }

    @Test
    void aPasswordThatIsNotShownIsNoCommand() {
        show("$ ");
        type("su\r");
        show("su\r\nPassword: ");
        type("orchid-9\r");
        show("\r\n# ");
        type("id\r");
        show("id\r\n");
        lines.close();

        assertThat(commands()).containsExactly("su", "id");
    }

    @Test
    void whatIsShownBehindSuchAPromptIsACommand() {
        show("Password: ");
        type("rm -rf /\r");
        show("rm -rf /\r\n");

        assertThat(commands()).containsExactly("rm -rf /");
    }

    @Test
    void whatComesThroughAPipeIsNotEdited() {
        CommandLines piped = CommandLines.ofPipe(recorded::add);
        for (byte b : "printf 'a\tb\177'\nid".getBytes(ISO_8859_1)) {
            piped.typed(b);
        }
        piped.close();

        assertThat(commands()).containsExactly("printf 'a\\x09b\\x7f'", "id");
    }

    @Test
    void aLineWithoutEndIsRecordedInPieces() {
        type("x".repeat(40_000) + "\r");

        assertThat(commands()).extracting(String::length).containsExactly(16_384, 16_384, 7_232);
    }

    @Test
    void anyBytesAreTaken() {
        Random random = new Random(1184);
        for (int i = 0; i < 300_000; i++) {
            lines.typed((byte) random.nextInt(64));
            lines.shown((byte) random.nextInt());
        }
        lines.close();

        assertThat(commands()).isNotEmpty().allSatisfy(line -> assertThat(line).isNotBlank());
    }

    private void type(String text) {
        for (byte b : text.getBytes(ISO_8859_1)) {
            lines.typed(b);
        }
    }

    private void show(String text) {
        for (byte b : text.getBytes(ISO_8859_1)) {
            lines.shown(b);
        }
    }

    private List<String> commands() {
        return recorded.stream()
                .map(event -> ((HoneypotEvent.CommandInput) event).input())
                .toList();
    }
}
