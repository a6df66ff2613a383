package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.Sftp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files that real clients put into a real sshd and get out of it, through the sensor: what goes in comes out. */
class FilesIT extends CopiedFiles {

    private static final int HUGE = 100 << 20;
    private static final int MANY = Integer.getInteger("honeypool.test.many-files", 2_000);

    @Test
    void aFileOf100MbAndThousandsOfSmallOnesComeOutTheSame() throws IOException, InterruptedException {
        Path huge = directory.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(HUGE);
            file.write(ascii("begins so"));
        }
        Path small = Files.createDirectories(directory.resolve("small"));
        Set<String> hashes = new TreeSet<>();
        for (int i = 0; i < MANY; i++) {
            hashes.add(sha256(Files.writeString(small.resolve("f" + i), "content " + i)));
        }
        Path there = Files.createDirectories(directory.resolve("there"));

        sftp("put " + huge + " " + there + "/huge\nput -R " + small + " " + there + "/new");
        copied(attacker.copy("scp", sensor.port(), "-O", "-r", "-p", small.toString(), THERE + there + "/old"));

        copied(attacker.rsync(sensor.port(), "-rt", "--delete", small.toString(), THERE + there + "/synced/"));

        assertThat(upload(there + "/huge").path("shasum").asString()).isEqualTo(sha256(huge));
        await().atMost(Duration.ofMinutes(5)).until(() -> below(there + "/old").size() >= MANY);
        await().until(() -> below(there + "/synced").size() >= MANY);
        for (String part : List.of("/new", "/old", "/synced")) {
            assertThat(below(there + part)).hasSize(MANY);
            assertThat(new TreeSet<>(below(there + part).stream()
                            .map(event -> event.path("shasum").asString())
                            .toList()))
                    .isEqualTo(hashes);
        }
        assertThat(below(there + "/old"))
                .allSatisfy(
                        event -> assertThat(event.path("duplicate").asBoolean()).isTrue());
    }

    /** As no usual client does it: two files, the last piece first, everything sent before anything is answered. */
    @Test
    void twoFilesAtOnceInAnyOrderComeOutTheSame() throws IOException, InterruptedException {
        byte[] content = new byte[1 << 20];
        new Random(5).nextBytes(content);
        Path a = directory.resolve("interleaved-a");
        Path b = directory.resolve("interleaved-b");
        try (Sftp sftp = Sftp.start(attacker.builder("root", sensor.port(), "sftp", "-s"))) {
            sftp.version(3);
            byte[] first = sftp.open(1, a.toString(), Sftp.WRITE | Sftp.CREATE | Sftp.TRUNCATE);
            byte[] second = sftp.open(2, b.toString(), Sftp.WRITE | Sftp.CREATE | Sftp.TRUNCATE);
            int piece = 30_000;
            List<Integer> offsets = new ArrayList<>();
            for (int offset = 0; offset < content.length; offset += piece) {
                offsets.add(offset);
            }
            for (int offset : offsets.reversed()) {
                sftp.write(offset, first, offset, content, piece);
                sftp.write(offset + 1, second, content.length - offset - 1, content, 1);
                sftp.write(offset + 2, second, offset, content, piece + 100);
                sftp.awaitStatus(3);
            }
            sftp.close(7, first);
            sftp.close(8, second);
            sftp.awaitStatus(2);
        }

        for (Path file : List.of(a, b)) {
            JsonNode event = upload(file.toString());
            assertThat(event.path("shasum").asString()).isEqualTo(sha256(file));
            assertThat(artifact(event)).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void whatIsTakenOutIsKeptToo() throws IOException, InterruptedException {
        Path secret = Files.writeString(directory.resolve("secret"), "the guest's own\n".repeat(20_000));
        Path mine = Files.createDirectories(directory.resolve("mine"));

        sftp("get " + secret + " " + mine + "/sftp");
        copied(attacker.copy("scp", sensor.port(), "-O", THERE + secret, mine + "/scp"));
        copied(attacker.rsync(sensor.port(), "-a", THERE + secret, mine + "/rsync"));

        await().until(() -> downloads(secret).size() >= 3);
        assertThat(downloads(secret))
                .extracting(event -> event.path("method").asString())
                .containsExactlyInAnyOrder("sftp", "scp", "rsync");
        assertThat(downloads(secret))
                .allSatisfy(event -> assertThat(event.path("shasum").asString()).isEqualTo(sha256(secret)));
        assertThat(mine.resolve("sftp")).hasSameBinaryContentAs(secret);
    }

    @Test
    void ofWhatRsyncDoesNotSendAgainOnlyTheRestIsKeptAndCompressionIsNotRead()
            throws IOException, InterruptedException {
        byte[] content = noise(100_000);
        Path file = Files.write(directory.resolve("changing"), content);
        Path there = directory.resolve("changing.there");
        copied(attacker.rsync(sensor.port(), "-a", file.toString(), THERE + there));
        content[50_000]++;
        Files.write(file, content);
        copied(attacker.rsync(sensor.port(), "-a", "--no-whole-file", "-I", file.toString(), THERE + there));
        copied(attacker.rsync(sensor.port(), "-az", "-I", file.toString(), THERE + there + ".z"));

        await().until(() -> !incomplete(there + ".z").isEmpty());
        assertThat(there).hasSameBinaryContentAs(file);
        assertThat(incomplete(there.toString()))
                .extracting(event -> event.path("reason").asString())
                .containsExactly("rest");
        assertThat(incomplete(there + ".z"))
                .extracting(event -> event.path("reason").asString())
                .containsExactly("protocol");
    }

    @Test
    void whatIsDoneOverSftpIsTold() throws IOException, InterruptedException {
        Path here = Files.createDirectories(directory.resolve("operations"));

        attacker.copy(
                "sftp",
                sensor.port(),
                "-b",
                script("mkdir " + here + "/d\nrename " + here + "/d " + here + "/e\nls " + here + "/e\nrmdir " + here
                                + "/e\n-rm " + here + "/none")
                        .toString(),
                "root@127.0.0.1");

        await().until(() -> operations(here).size() >= 5);
        assertThat(operations(here))
                .containsExactly(
                        "mkdir " + here + "/d  ok",
                        "rename " + here + "/d " + here + "/e ok",
                        "opendir " + here + "/e/  ok",
                        "rmdir " + here + "/e  ok",
                        "remove " + here + "/none  no-such-file");
    }

    /** The session goes on as with a real server, and the events say what is missing. */
    @Test
    void limitsAndAFullStoreCutTheEvidenceAndNotTheSession() throws IOException, InterruptedException {
        Path state = directory.resolve("limited");
        try (RunningSensor limited = RunningSensor.start(
                state,
                guest.asBackend("root"),
                "--honeypool.sensor.artifacts.file-limit=100KB",
                "--honeypool.sensor.artifacts.quota=150KB")) {
            Path content = Files.write(directory.resolve("noise"), noise(120_000));
            Path there = directory.resolve("limited.there");
            copied(attacker.copy("scp", limited.port(), "-O", content.toString(), THERE + there));
            awaitClosed(limited, 1);
            copied(attacker.copy(
                    "scp",
                    limited.port(),
                    Files.write(directory.resolve("more"), noise(60_000)).toString(),
                    THERE + there + "2"));
            awaitClosed(limited, 2);
            Path incoming = state.resolve("artifacts").resolve("incoming");
            Files.delete(incoming);
            Files.writeString(incoming, "in the way");
            copied(attacker.copy("scp", limited.port(), script("x").toString(), THERE + there + "3"));
            awaitClosed(limited, 3);

            assertThat(there).hasSameBinaryContentAs(content);
            assertThat(reasons(limited, there.toString())).containsExactly("file-limit");
            assertThat(reasons(limited, there + "2")).containsExactly("quota");
            assertThat(reasons(limited, there + "3")).containsExactly("store");
            assertThat(limited.events("cowrie.session.file_upload"))
                    .first()
                    .satisfies(event -> assertThat(event.path("size").asInt()).isEqualTo(100 * 1024));
        }
    }

    private static void awaitClosed(RunningSensor of, int sessions) {
        await().until(() -> of.events("cowrie.session.closed").size() == sessions);
    }

    private static List<String> reasons(RunningSensor of, String path) {
        return of.events("honeypool.artifact.incomplete").stream()
                .filter(event -> event.path("destfile").asString().equals(path))
                .map(event -> event.path("reason").asString())
                .toList();
    }

    private static List<JsonNode> below(String path) {
        return sensor.events("cowrie.session.file_upload").stream()
                .filter(event -> event.path("destfile").asString().startsWith(path + "/"))
                .toList();
    }

    private static List<JsonNode> downloads(Path path) {
        return sensor.events("cowrie.session.file_download").stream()
                .filter(event -> event.path("destfile").asString().equals(path.toString()))
                .toList();
    }

    private static List<String> operations(Path below) {
        return sensor.events("honeypool.sftp.operation").stream()
                .filter(event -> event.path("path").asString().startsWith(below.toString()))
                .map(event -> event.path("op").asString() + " "
                        + event.path("path").asString() + " "
                        + event.path("target").asString() + " "
                        + event.path("status").asString())
                .toList();
    }
}
