package io.honeypool.proxy.capture.sftp;

import static io.honeypool.proxy.capture.sftp.SftpConversation.longNumber;
import static io.honeypool.proxy.capture.sftp.SftpConversation.number;
import static io.honeypool.proxy.capture.sftp.SftpConversation.packet;
import static io.honeypool.proxy.capture.sftp.SftpConversation.string;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.capture.file.MemoryFiles;
import io.honeypool.proxy.capture.file.MemoryFiles.Found;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SftpParserTests {

    /** Write, create, truncate. */
    private static final int NEW = 0x1a;

    private static final int WRITE_AND_CREATE = 0x0a;
    private static final int READ = 1;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void piecesOfAnySizeAreTheSameFile(int pieces) {
        MemoryFiles files = new SftpConversation(pieces)
                .version(3)
                .open(1, "/tmp/x", NEW, "\0\0\0\0")
                .write(2, "\0\0\0\0", 0, "hello ")
                .write(3, "\0\0\0\0", 6, "world")
                .close(4, "\0\0\0\0")
                .end();

        assertThat(files.files()).containsExactly(new Found(false, "/tmp/x", "hello world", Set.of()));
        assertThat(files.told()).containsExactly("open /tmp/x: ok");
    }

    @Test
    void writesMayComeInAnyOrderAndOverlapAndRepeat() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "x", NEW, "h")
                .write(2, "h", 6, "WORLD")
                .write(3, "h", 0, "hello!")
                .write(4, "h", 5, " w")
                .write(5, "h", 0, "h")
                .close(6, "h")
                .end();

        assertThat(files.only()).isEqualTo("hello wORLD");
    }

    @Test
    void twoFilesAtOnceAreKeptApart() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "a", NEW, "1")
                .open(2, "b", NEW, "2")
                .write(3, "2", 3, "DEF")
                .write(4, "1", 0, "abc")
                .write(5, "2", 0, "ABC")
                .write(6, "1", 3, "def")
                .close(7, "2")
                .close(8, "1")
                .end();

        assertThat(files.files())
                .containsExactly(new Found(false, "b", "ABCDEF", Set.of()), new Found(false, "a", "abcdef", Set.of()));
    }

    @Test
    void twoHandlesOfOnePathWriteOneFile() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "a", NEW, "1")
                .open(2, "a", WRITE_AND_CREATE, "2")
                .write(3, "1", 0, "abc")
                .write(4, "2", 3, "def")
                .close(5, "1")
                .close(6, "2")
                .end();

        assertThat(files.only()).isEqualTo("abcdef");
    }

    @Test
    void anEmptyFileIsOneAndOneThatDidNotOpenIsNone() {
        SftpConversation conversation = new SftpConversation(1000)
                .open(1, "empty", NEW, "h")
                .close(2, "h")
                .ask(packet(3, number(3), string("refused"), number(NEW), number(0)))
                .status(3, 3);

        MemoryFiles files = conversation.end();

        assertThat(files.files()).containsExactly(new Found(false, "empty", "", Set.of()));
        assertThat(files.told()).containsExactly("open empty: ok", "open refused: permission-denied");
    }

    @Test
    void handlesThatWereNeverOpenedAreNothing() {
        MemoryFiles files = new SftpConversation(1000)
                .write(1, "h", 0, "lost")
                .read(2, "h", 0, "x")
                .close(3, "h")
                .handle(9, "unasked")
                .write(4, "unasked", 0, "lost")
                .end();

        assertThat(files.files()).isEmpty();
        assertThat(files.told()).isEmpty();
    }

    @Test
    void whatIsOpenedForAppendingIsWrittenAtTheEndWhereverItSays() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "log", 0x0e, "h")
                .write(2, "h", 0, "one")
                .write(3, "h", 0, "two")
                .close(4, "h")
                .end();

        assertThat(files.files()).containsExactly(new Found(false, "log", "onetwo", Set.of(Missing.REST)));
    }

    @Test
    void aResumedUploadMissesWhatWasThere() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "x", WRITE_AND_CREATE, "h")
                .write(2, "h", 4, "tail")
                .close(3, "h")
                .open(4, "y", WRITE_AND_CREATE, "h")
                .write(5, "h", 0, "whole")
                .close(6, "h")
                .end();

        assertThat(files.files())
                .containsExactly(
                        new Found(false, "x", "\0\0\0\0tail", Set.of(Missing.REST)),
                        new Found(false, "y", "whole", Set.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void accessMasksAndDispositionsOfLaterVersionsAreRead(int version) {
        SftpConversation conversation = new SftpConversation(1000).version(version);
        open(conversation, "created", 2, 1, "1");
        open(conversation, "appended", 4, 3, "2");
        open(conversation, "appending", 6, 2 | 8, "3");
        open(conversation, "read", 1, 2, "4");
        for (String handle : new String[] {"1", "2", "3", "4"}) {
            conversation.write(9, handle, 0, "a").write(9, handle, 0, "b").close(9, handle);
        }

        assertThat(conversation.end().files())
                .containsExactly(
                        new Found(false, "created", "b", Set.of()),
                        new Found(false, "appended", "ab", Set.of(Missing.REST)),
                        new Found(false, "appending", "ab", Set.of(Missing.REST)));
    }

    private static void open(SftpConversation conversation, String path, int access, int flags, String handle) {
        conversation
                .ask(packet(3, number(1), string(path), number(access), number(flags), number(0), new byte[] {1}))
                .handle(1, handle);
    }

    @Test
    void whatIsReadIsADownload() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "/etc/shadow", READ, "h")
                .read(2, "h", 5, "later")
                .read(3, "h", 0, "first")
                .close(4, "h")
                .open(5, "/etc/empty", READ, "h")
                .ask(packet(5, number(6), string("h"), longNumber(0), number(32768)))
                .status(6, 1)
                .close(7, "h")
                .end();

        assertThat(files.files())
                .containsExactly(
                        new Found(true, "/etc/shadow", "firstlater", Set.of()),
                        new Found(true, "/etc/empty", "", Set.of()));
    }

    @Test
    void readsAndTheCloseMayAllBeAskedBeforeTheFirstAnswer() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "x", READ, "h")
                .ask(packet(5, number(2), string("h"), longNumber(0), number(3)))
                .ask(packet(5, number(3), string("h"), longNumber(3), number(3)))
                .ask(packet(4, number(4), string("h")))
                .answer(packet(103, number(3), string("def")))
                .answer(packet(103, number(2), string("abc")))
                .status(4, 0)
                .end();

        assertThat(files.only()).isEqualTo("abcdef");
    }

    @Test
    void answersInAnyOrderAndOfAnyKindLeaveNothingOpen() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "x", READ, "h")
                .ask(packet(5, number(2), string("h"), longNumber(0), number(3)))
                .ask(packet(5, number(3), string("h"), longNumber(3), number(3)))
                .ask(packet(4, number(4), string("h")))
                .answer(packet(103, number(2), string("abc")))
                .answer(packet(103, number(4), string("as if it were read")))
                .answer(packet(103, number(3), string("def")))
                .end();

        assertThat(files.only()).isEqualTo("abc");
        assertThat(files.open()).isZero();
    }

    @Test
    void aFileThatIsRenamedWhileItIsOpenHasItsNewName() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "x.part", NEW, "h")
                .ask(packet(18, number(2), string("x.part"), string("x")))
                .status(2, 0)
                .ask(packet(200, number(3), string("posix-rename@openssh.com"), string("x"), string("y")))
                .status(3, 4)
                .write(4, "h", 0, "abc")
                .close(5, "h")
                .end();

        assertThat(files.files()).containsExactly(new Found(false, "x", "abc", Set.of()));
        assertThat(files.told()).containsExactly("open x.part: ok", "rename x.part x: ok", "rename x y: failure");
    }

    @Test
    void sizesAreSetThroughHandlesAndPaths() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "x", NEW, "h")
                .write(2, "h", 0, "abcdef")
                .ask(packet(10, number(3), string("h"), number(1), longNumber(3)))
                .status(3, 0)
                .ask(packet(9, number(4), string("x"), number(1), longNumber(5)))
                .status(4, 0)
                .close(5, "h")
                .end();

        assertThat(files.only()).isEqualTo("abc\0\0");
    }

    @Test
    void oddNumbersAndNamesDoNoHarm() {
        String name = "../../\0\377\n".repeat(8_000);
        MemoryFiles files = new SftpConversation(100_000)
                .version(Integer.MIN_VALUE)
                .open(1, name.substring(0, 4096), NEW, "h")
                .ask(packet(6, number(2), string("h"), longNumber(-1), string("x")))
                .ask(packet(6, number(3), string("h"), longNumber(Long.MAX_VALUE), string("x")))
                .ask(packet(6, number(4), string("h"), longNumber(0), number(-1), new byte[] {1, 2}))
                .ask(packet(6, number(5), string("h"), longNumber(0), number(Integer.MAX_VALUE), new byte[] {'a'}))
                .ask(packet(6, number(6), number(Integer.MAX_VALUE)))
                .ask(packet(10, number(7), string("h"), number(1), longNumber(Long.MIN_VALUE)))
                .close(8, "h")
                .open(9, name, NEW, "i")
                .write(10, "i", 0, "lost")
                .end();

        assertThat(files.files())
                .containsExactly(new Found(false, name.substring(0, 4096), "a", Set.of(Missing.FILE_LIMIT)));
        assertThat(files.told()).contains("too-much ").last().isEqualTo("too-much ");
    }

    @Test
    void aPacketOf256KibIsOne() {
        String data = "x".repeat(256 * 1024 - 30);
        MemoryFiles files = new SftpConversation(4096)
                .open(1, "x", NEW, "h")
                .write(2, "h", 0, data)
                .close(3, "h")
                .end();

        assertThat(files.only()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1 << 30})
    void afterALengthThatCannotBeNothingIsReadAndItIsTold(int length) {
        MemoryFiles files = new SftpConversation(3)
                .open(1, "x", NEW, "h")
                .write(2, "h", 0, "abc")
                .ask(number(length))
                .write(3, "h", 0, "XYZ")
                .end();

        assertThat(files.files()).containsExactly(new Found(false, "x", "abc", Set.of(Missing.INTERRUPTED)));
        assertThat(files.told()).contains("protocol ");
    }

    @Test
    void tenThousandFilesAreTenThousand() {
        SftpConversation conversation = new SftpConversation(1000);
        for (int i = 0; i < 10_000; i++) {
            conversation.open(i, "f" + i, NEW, "h").write(i, "h", 0, "" + i).close(i, "h");
        }

        assertThat(conversation.end().files())
                .hasSize(10_000)
                .last()
                .isEqualTo(new Found(false, "f9999", "9999", Set.of()));
    }

    @Test
    void whoNeverClosesHasNoMoreThanSomeOpen() {
        SftpConversation conversation = new SftpConversation(1000);
        for (int i = 0; i < 3_000; i++) {
            conversation.open(i, "f" + i, NEW, "h" + i);
        }

        assertThat(conversation.files().open()).isEqualTo(1024);
        assertThat(conversation.files().told()).contains("too-much ");
        assertThat(conversation.end().open()).isZero();
    }

    @Test
    void aWriteThatFailsIsToldOnce() {
        MemoryFiles files = new SftpConversation(1000)
                .open(1, "x", NEW, "h")
                .ask(packet(6, number(2), string("h"), longNumber(0), string("abc")))
                .status(2, 14)
                .ask(packet(6, number(3), string("h"), longNumber(3), string("def")))
                .status(3, 14)
                .close(4, "h")
                .end();

        assertThat(files.told()).containsExactly("open x: ok", "write x: no-space-on-filesystem");
    }
}
