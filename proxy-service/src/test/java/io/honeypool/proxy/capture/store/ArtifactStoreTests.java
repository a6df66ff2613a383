package io.honeypool.proxy.capture.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.events.CaptureEvent.Missing;
import io.honeypool.proxy.shipping.Outbox;
import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTests {

    private static final int LIMIT = 1 << 20;

    @TempDir
    private Path temporary;

    private Path directory;
    private ArtifactStore store;

    @BeforeEach
    void open() {
        directory = temporary.resolve("new").resolve("artifacts");
        store = ArtifactStore.open(directory, LIMIT, 3 * LIMIT, Outbox.NONE);
    }

    @Test
    void contentIsStoredUnderItsHashForItsOwnerOnly() throws IOException {
        Artifact artifact = put("#!/bin/sh\necho hi\n").orElseThrow();

        assertThat(artifact.shasum()).isEqualTo(sha256("#!/bin/sh\necho hi\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(artifact.outfile()).isEqualTo(artifact.shasum().substring(0, 2) + "/" + artifact.shasum());
        Path file = directory.resolve(artifact.outfile());
        assertThat(file).hasContent("#!/bin/sh\necho hi\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(artifact.size()).isEqualTo(18);
        assertThat(artifact.type()).isEqualTo("application/x-sh");
        assertThat(artifact.duplicate()).isFalse();
        assertThat(incoming()).isEmpty();
    }

    @Test
    void typesComeFromContent() {
        assertThat(put("\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0").orElseThrow().type())
                .contains("application/x-");
        assertThat(put("").orElseThrow().type()).isEqualTo("application/octet-stream");
        assertThat(put("\037\213\b\0").orElseThrow().type()).isEqualTo("application/gzip");
    }

    @Test
    void theSameContentIsStoredOnce() throws IOException {
        put("same");
        long used = store.used();

        Artifact again = put("same").orElseThrow();

        assertThat(again.duplicate()).isTrue();
        assertThat(store.used()).isEqualTo(used).isEqualTo(4);
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void aShortenedOneIsReplaced() throws IOException {
        Path file = directory.resolve(put("whole").orElseThrow().outfile());
        Files.writeString(file, "who");

        assertThat(put("whole").orElseThrow().duplicate()).isFalse();
        assertThat(file).hasContent("whole");
    }

    /** As a model in memory says, whatever the order of writes and changes of the size. */
    @Test
    void anyOrderOfWritesIsTheFileThatItMakes() throws IOException {
        Random random = new Random(256);
        for (int round = 0; round < 300; round++) {
            Incoming file = store.begin();
            byte[] model = new byte[0];
            for (int i = random.nextInt(12); i >= 0; i--) {
                byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 40_000 : 50)];
                random.nextBytes(bytes);
                int offset = random.nextInt(3) == 0 ? random.nextInt(50_000) : model.length;
                if (random.nextInt(6) == 0) {
                    file.resize(offset);
                    model = Arrays.copyOf(model, offset);
                } else {
                    file.write(offset, ByteBuffer.wrap(bytes));
                    if (bytes.length > 0) {
                        model = Arrays.copyOf(model, Math.max(model.length, offset + bytes.length));
                        System.arraycopy(bytes, 0, model, offset, bytes.length);
                    }
                }
            }
            Artifact artifact = file.finish().orElseThrow();
            assertThat(artifact.shasum()).isEqualTo(sha256(model));
            assertThat(directory.resolve(artifact.outfile())).hasBinaryContent(model);
            Files.delete(directory.resolve(artifact.outfile()));
            store = ArtifactStore.open(directory, LIMIT, 3 * LIMIT, Outbox.NONE);
        }
    }

    @Test
    void whatIsBeyondTheLimitForAFileIsMissing() {
        Incoming file = store.begin();
        file.append(ByteBuffer.wrap(new byte[LIMIT - 1]));
        file.append(ByteBuffer.wrap(new byte[5]));
        file.write(Long.MAX_VALUE, ByteBuffer.wrap(new byte[5]));
        file.write(-1, ByteBuffer.wrap(new byte[5]));

        assertThat(file.finish().orElseThrow().size()).isEqualTo(LIMIT);
        assertThat(file.missing()).containsExactly(Missing.FILE_LIMIT);
    }

    @Test
    void aSizeThatCannotBeIsLimited() {
        Incoming file = store.begin();
        file.resize(Long.MIN_VALUE);

        assertThat(file.size()).isEqualTo(LIMIT);
        assertThat(file.missing()).containsExactly(Missing.FILE_LIMIT);
        file.discard();
        assertThat(store.used()).isZero();
    }

    @Test
    void whatIsBeyondTheQuotaIsMissingUntilThereIsRoom() {
        List<Incoming> files = Stream.generate(store::begin).limit(4).toList();
        for (int i = 0; i < 4; i++) {
            byte[] bytes = new byte[LIMIT - 10];
            bytes[0] = (byte) i;
            files.get(i).append(ByteBuffer.wrap(bytes));
        }
        files.get(3).append(ByteBuffer.wrap(new byte[8]));

        assertThat(files.get(2).finish()).isPresent();
        assertThat(files.get(3).missing()).containsExactly(Missing.QUOTA);
        assertThat(files.get(3).size()).isEqualTo(8);
        files.get(0).discard();
        Incoming later = store.begin();
        later.append(ByteBuffer.wrap(new byte[LIMIT - 10]));
        assertThat(later.missing()).isEmpty();
    }

    @Test
    void theNextStartRemovesWhatWasOnItsWayAndKeepsTheRest() throws IOException {
        Artifact kept = put("kept").orElseThrow();
        Incoming file = store.begin();
        file.append(ByteBuffer.wrap(new byte[100_000]));
        assertThat(incoming()).hasSize(1);

        ArtifactStore again = ArtifactStore.open(directory, LIMIT, 3 * LIMIT, Outbox.NONE);

        assertThat(incoming()).isEmpty();
        assertThat(again.used()).isEqualTo(4);
        assertThat(directory.resolve(kept.outfile())).hasContent("kept");
    }

    @Test
    void aDiskThatTakesNothingIsTold() throws IOException {
        Files.delete(directory.resolve(ArtifactStore.INCOMING));
        Incoming file = store.begin();
        file.append(ByteBuffer.wrap(new byte[100_000]));

        assertThat(file.finish()).isEmpty();
        assertThat(file.missing()).containsExactly(Missing.STORE);
        assertThat(store.used()).isZero();
        Files.createDirectory(directory.resolve(ArtifactStore.INCOMING));
        assertThat(put("again")).isPresent();
    }

    @Test
    void moreFilesThanMayBeOpenAreTold() {
        List<Incoming> files = Stream.generate(store::begin).limit(1025).toList();
        files.forEach(file -> file.append(ByteBuffer.wrap(new byte[1])));
        files.subList(0, 1024).forEach(file -> file.write(5, ByteBuffer.wrap(new byte[1])));
        files.getLast().write(5, ByteBuffer.wrap(new byte[1]));

        assertThat(files.getLast().missing()).containsExactly(Missing.TOO_MUCH);
        files.forEach(Incoming::discard);
        assertThat(put("again")).isPresent();
    }

    @Test
    void aStoreThatCannotBeUsedFailsTheStart() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> ArtifactStore.open(file.resolve("artifacts"), 1, 1, Outbox.NONE))
                .withMessageContaining("artifacts");
    }

    private Optional<Artifact> put(String content) {
        Incoming file = store.begin();
        file.append(ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1)));
        return file.finish();
    }

    private List<Path> incoming() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(ArtifactStore.INCOMING))) {
            return files.toList();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
