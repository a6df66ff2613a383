package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.Sftp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Files that real clients put into a real sshd and get out of it, through the sensor: what goes in comes out. */
class FilesIT {

    private static final String THERE = "root@127.0.0.1:";
    private static final int HUGE = 100 << 20;
    private static final int MANY = Integer.getInteger("honeypool.test.many-files", 2_000);

    @TempDir
    private static Path directory;

    private static RealSshd guest;
    private static RunningSensor sensor;
    private static OpenSsh attacker;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("guest"));
        sensor = RunningSensor.start(directory.resolve("sensor"), guest.asBackend("root"));
        attacker = new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
    }

    @AfterAll
    static void stop() {
        sensor.close();
        guest.close();
    }

    /** How a file is put. */
    enum Way {
        SFTP(150_000),
        SCP(150_000),
        OLD_SCP(150_000),
        PSFTP(150_000),
        RSYNC(150_000),
        CAT(150_000),
        TEE(150_000),
        BASE64(150_000),
        HERE_DOCUMENT(60_000),
        TYPED_HERE_DOCUMENT(3_000),
        ECHO(3_000);

        /** What goes through a command line or a terminal in a moment. */
        private final int size;

        Way(int size) {
            this.size = size;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsPutComesOutTheSame(Way way) throws IOException, InterruptedException {
        for (int size : List.of(0, 1, way.size)) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            Path file = Files.write(directory.resolve(way + "-" + size), content);
            Path there = directory.resolve(way + "-" + size + ".there");

            put(way, file, there);

            assertThat(there).hasSameBinaryContentAs(file);
            JsonNode event = upload(there.toString());
            assertThat(event.path("shasum").asString()).isEqualTo(sha256(file));
            assertThat(event.path("size").asInt()).isEqualTo(size);
            assertThat(artifact(event)).hasSameBinaryContentAs(file);
            assertThat(incomplete(there.toString())).isEmpty();
        }
    }

    private static void put(Way way, Path file, Path there) throws IOException, InterruptedException {
        switch (way) {
            case SFTP -> sftp("put " + file + " " + there);
            case SCP -> copied(attacker.copy("scp", sensor.port(), file.toString(), THERE + there));
            case OLD_SCP -> copied(attacker.copy("scp", sensor.port(), "-O", "-p", file.toString(), THERE + there));
            case PSFTP -> psftp("put " + file + " " + there);
            case RSYNC -> copied(attacker.rsync(sensor.port(), "-a", file.toString(), THERE + there));
            case CAT -> send("cat > " + there, Files.readAllBytes(file));
            case TEE -> send("tee " + there + " >/dev/null", Files.readAllBytes(file));
            case BASE64 -> send("base64 -d > " + there, ascii(base64(file)));
            case HERE_DOCUMENT ->
                copied(attacker.run("root", sensor.port(), "base64 -d > " + there + " <<X\n" + base64(file) + "\nX"));
            case TYPED_HERE_DOCUMENT ->
                send("", ascii("base64 -d > " + there + " <<'X'\n" + base64(file) + "\nX\nexit\n"), "-tt");
            case ECHO -> send("", ascii(dropper(Files.readAllBytes(file), there)), "-tt");
        }
    }

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
        await().atMost(Duration.ofSeconds(60)).until(() -> below(there + "/old").size() >= MANY);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> below(there + "/synced").size() >= MANY);
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

        await().atMost(Duration.ofSeconds(20)).until(() -> downloads(secret).size() >= 3);
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

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !incomplete(there + ".z").isEmpty());
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

        await().atMost(Duration.ofSeconds(20)).until(() -> operations(here).size() >= 5);
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

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static void awaitClosed(RunningSensor of, int sessions) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> of.events("cowrie.session.closed").size() == sessions);
    }

    private static List<String> reasons(RunningSensor of, String path) {
        return of.events("honeypool.artifact.incomplete").stream()
                .filter(event -> event.path("destfile").asString().equals(path))
                .map(event -> event.path("reason").asString())
                .toList();
    }

    private static void sftp(String commands) throws IOException, InterruptedException {
        copied(attacker.copy("sftp", sensor.port(), "-b", script(commands).toString(), "root@127.0.0.1"));
    }

    private static void psftp(String commands) throws IOException, InterruptedException {
        Path password = Files.writeString(directory.resolve("password"), RunningSensor.PASSWORD);
        List<String> line = new ArrayList<>(List.of("psftp", "-batch", "-P", Integer.toString(sensor.port())));
        for (String fingerprint : fingerprints()) {
            line.addAll(List.of("-hostkey", fingerprint));
        }
        line.addAll(
                List.of("-pwfile", password.toString(), "-b", script(commands).toString(), "root@127.0.0.1"));
        ProcessBuilder psftp = new ProcessBuilder(line);
        psftp.environment().put("HOME", directory.toString());
        copied(attacker.run(psftp));
    }

    private static List<String> fingerprints() throws IOException, InterruptedException {
        Path keys = directory.resolve("sensor").resolve("host-keys");
        List<String> fingerprints = new ArrayList<>();
        try (Stream<Path> files = Files.list(keys)) {
            for (Path key : files.toList()) {
                OpenSsh.Result result = attacker.run(new ProcessBuilder("ssh-keygen", "-lf", key.toString()));
                if (result.status() == 0) {
                    fingerprints.add(result.output().split(" ", 3)[1]);
                }
            }
        }
        return fingerprints;
    }

    private static void send(String command, byte[] input, String... options) throws IOException, InterruptedException {
        Path file = Files.write(Files.createTempFile(directory, "input", ""), input);
        copied(attacker.run(
                attacker.builder("root", sensor.port(), command, options).redirectInput(file.toFile())));
    }

    private static void copied(OpenSsh.Result result) {
        assertThat(result.status()).as(result.errors()).isZero();
    }

    private static Path script(String commands) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "script", ""), commands + "\n");
    }

    /** As Mirai's loaders write a binary. */
    private static String dropper(byte[] content, Path there) {
        StringBuilder script = new StringBuilder("cd " + there.getParent() + "; >" + there + "\n");
        script.append("echo -n >").append(there).append('\n');
        for (int i = 0; i < content.length; i += 128) {
            script.append("echo -ne \"");
            for (int j = i; j < Math.min(content.length, i + 128); j++) {
                script.append("\\x").append(HexFormat.of().toHexDigits(content[j]));
            }
            script.append("\" >> ").append(there).append('\n');
        }
        return script.append("exit\n").toString();
    }

    private static String base64(Path file) throws IOException {
        return Base64.getMimeEncoder(76, ascii("\n")).encodeToString(Files.readAllBytes(file));
    }

    private static JsonNode upload(String path) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !uploads(path).isEmpty());
        assertThat(uploads(path)).hasSize(1);
        return uploads(path).getFirst();
    }

    private static List<JsonNode> uploads(String path) {
        return sensor.events("cowrie.session.file_upload").stream()
                .filter(event -> event.path("destfile").asString().equals(path))
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

    private static List<JsonNode> incomplete(String path) {
        return sensor.events("honeypool.artifact.incomplete").stream()
                .filter(event -> event.path("destfile").asString().equals(path))
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

    private static Path artifact(JsonNode event) {
        return directory
                .resolve("sensor")
                .resolve("artifacts")
                .resolve(event.path("outfile").asString());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(Path file) {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
