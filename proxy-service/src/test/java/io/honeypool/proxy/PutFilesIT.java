package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Files that are put through the sensor in every way that attackers put them: what goes in comes out. */
class PutFilesIT extends CopiedFiles {

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
}
