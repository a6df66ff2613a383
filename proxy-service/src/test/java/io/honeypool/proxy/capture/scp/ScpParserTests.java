package io.honeypool.proxy.capture.scp;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.capture.file.MemoryFiles;
import io.honeypool.proxy.capture.file.MemoryFiles.Found;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScpParserTests {

    private final MemoryFiles files = new MemoryFiles();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1000})
    void aDirectoryIsCopiedWithTimes(int pieces) {
        ScpParser parser = new ScpParser(false, "/tmp", true, files);
        String stream = "D0755 0 d\nT1 0 2 0\nC0644 3 a b\nabc\0D0755 0 e\nC0600 0 empty\n\0E\nC0644 2 \377\nhi\0E\n";
        for (int i = 0; i < stream.length(); i += pieces) {
            parser.input(bytes(stream.substring(i, Math.min(stream.length(), i + pieces))));
            parser.output(bytes("\0"));
        }
        parser.close();

        assertThat(files.files())
                .containsExactly(
                        new Found(false, "/tmp/d/a b", "abc", Set.of()),
                        new Found(false, "/tmp/d/e/empty", "", Set.of()),
                        new Found(false, "/tmp/d/\377", "hi", Set.of()));
        assertThat(files.told()).isEmpty();
    }

    @Test
    void whatTheGuestRefusesIsNoFileAndTheNextOneIs() {
        ScpParser parser = new ScpParser(false, "/x", false, files);
        parser.output(bytes("\0"));
        parser.input(bytes("C0644 3 no\n"));
        parser.output(bytes("\1scp: /x: Permission"));
        parser.output(bytes(" denied\n"));
        parser.input(bytes("C0644 0 none\n"));
        parser.output(bytes("\1again\n"));
        parser.input(bytes("C0644 3 yes\n"));
        parser.output(bytes("\0"));
        parser.input(bytes("abc\0"));
        parser.close();

        assertThat(files.files()).containsExactly(new Found(false, "/x", "abc", Set.of()));
        assertThat(files.open()).isZero();
    }

    @Test
    void aDownloadComesFromTheGuest() {
        ScpParser parser = new ScpParser(true, "/etc/*.conf", false, files);
        parser.input(bytes("\0"));
        parser.output(bytes("\1scp: /etc/x.conf: No such file or directory\nC0644 4 y.conf\n"));
        parser.input(bytes("\0"));
        parser.output(bytes("conf\0"));
        parser.input(bytes("\0"));
        parser.close();

        assertThat(files.files()).containsExactly(new Found(true, "/etc/y.conf", "conf", Set.of()));
    }

    @Test
    void aFileThatEndsEarlyIsInterrupted() {
        ScpParser parser = new ScpParser(false, "x", false, files);
        parser.input(bytes("C0644 100 x\nabc"));
        parser.close();

        assertThat(files.files()).containsExactly(new Found(false, "x", "abc", Set.of(Missing.INTERRUPTED)));
    }

    @Test
    void aSenderThatCannotReadOnSaysSoBehindTheContent() {
        ScpParser parser = new ScpParser(false, "x", false, files);
        parser.input(bytes("C0644 3 x\nabc\1scp: x: Input/output error\nC0644 1 y\nz\0"));
        parser.close();

        assertThat(files.files())
                .containsExactly(
                        new Found(false, "x", "abc", Set.of(Missing.INTERRUPTED)),
                        new Found(false, "x", "z", Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0644 -1 x\n",
                "C0644 99999999999999999999 x\n",
                "C0644 x\n",
                "C0644 1x x\n",
                "D0755\n",
                "hello\n",
                "\n"
            })
    void afterARecordThatCannotBeNothingIsReadAndItIsTold(String record) {
        ScpParser parser = new ScpParser(false, "t", false, files);
        parser.input(bytes(record + "C0644 1 x\nz\0"));
        parser.close();

        assertThat(files.files()).isEmpty();
        assertThat(files.told()).containsExactly("protocol t");
    }

    @Test
    void namesOf64KibAndDepthHaveBounds() {
        ScpParser parser = new ScpParser(false, "t", true, files);
        String name = "n".repeat(65_000);
        parser.input(bytes("C0644 1 " + name + "\nz\0"));
        parser.input(bytes("D0755 0 ../..\n".repeat(10_000)));
        parser.close();

        assertThat(files.only()).isEqualTo("z");
        assertThat(files.told()).containsExactly("protocol t");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
