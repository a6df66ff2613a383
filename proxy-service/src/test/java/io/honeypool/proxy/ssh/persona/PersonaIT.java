package io.honeypool.proxy.ssh.persona;

import static io.honeypool.proxy.fixture.RawSsh.converse;
import static io.honeypool.proxy.fixture.RawSsh.join;
import static io.honeypool.proxy.fixture.RawSsh.keyExchange;
import static io.honeypool.proxy.fixture.RawSsh.message;
import static io.honeypool.proxy.fixture.RawSsh.packet;
import static io.honeypool.proxy.fixture.RawSsh.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sensor beside the real server whose persona it took: the same bytes to both, the same bytes back. */
class PersonaIT {

    private static final byte[] GREETING = ascii("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
    private static final String STRICT = "curve25519-sha256,kex-strict-c-v00@openssh.com";
    private static final List<Integer> MESSAGES = List.of(
            0, 1, 2, 3, 4, 5, 6, 7, 8, 19, 20, 21, 22, 29, 30, 31, 32, 34, 40, 49, 50, 51, 60, 79, 80, 90, 94, 127, 191,
            192, 200, 255);

    @TempDir
    private static Path directory;

    private static RealSshd sshd;
    private static RunningSensor sensor;
    private static Persona persona;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        sshd = RealSshd.start(directory.resolve("sshd"));
        persona = PersonaCapture.capture(sshd.host(), sshd.port());
        Path file = Files.write(directory.resolve("persona.json"), PersonaFile.write(persona));
        sensor = RunningSensor.start(
                directory.resolve("state"), sshd.asBackend("root"), "--honeypool.sensor.ssh.persona=" + file);
    }

    @AfterAll
    static void stop() {
        sensor.close();
        sshd.close();
    }

    @Test
    void aCaptureOfTheSensorIsTheCaptureOfTheServer() throws IOException {
        assertThat(PersonaCapture.capture("127.0.0.1", sensor.port()))
                .usingRecursiveComparison()
                .ignoringFields("authentication")
                .isEqualTo(persona);
    }

    @Test
    void aScannerPrintsTheSameOfBoth() throws IOException, InterruptedException {
        assertThat(audit(sensor.port())).contains("sntrup761x25519-sha512").isEqualTo(audit(sshd.port()));
    }

    @Test
    void badIdentificationStringsGetTheSameAnswer() throws IOException {
        for (String text : List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "\r\n",
                "SSH-1.5-x\r\n",
                "SSH-3.0-x\r\n",
                "SSH-2.0\r\n",
                "SSH-2.0-\r\n",
                "SSH-2.0-x\ry\r\n",
                "SSH-2.0-a\0b\r\n",
                "A".repeat(9000),
                "SSH-2.0-Probe-x\r\n")) {
            List<String> expected = converse(sshd.port(), ascii(text));

            assertThat(converse(sensor.port(), ascii(text)))
                    .as(text.substring(0, Math.min(20, text.length())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void messagesGetTheSameAnswerInEveryPhase() throws IOException {
        for (int number : MESSAGES) {
            compare("first message " + number, message(number));
            compare("message " + number + " after KEXINIT", keyExchange("curve25519-sha256"), message(number));
            compare("message " + number + " after a strict KEXINIT", keyExchange(STRICT), message(number));
        }
    }

    @Test
    void messagesGetTheSameAnswerBeforeALogin() throws IOException {
        List<Integer> goesOn = List.of(
                2, 3, 4, 6, 8, 19, 20, 22, 29, 30, 31, 34, 49, 51, 52, 53, 60, 61, 66, 79, 80, 90, 94, 100, 127, 191);
        assertThat(ProbeSession.converse(sensor.port(), goesOn)).isEqualTo(ProbeSession.converse(sshd.port(), goesOn));
        for (int number : List.of(0, 5, 192, 255)) {
            assertThat(ProbeSession.converse(sensor.port(), List.of(number)))
                    .as("message %d", number)
                    .isEqualTo(ProbeSession.converse(sshd.port(), List.of(number)));
        }
    }

    @Test
    void keysAreExchangedAgainWithTheSameOffers() throws IOException, InterruptedException {
        assertThat(offers(sensor.port(), RunningSensor.PASSWORD))
                .hasSizeGreaterThan(1)
                .isEqualTo(offers(sshd.port(), RealSshd.PASSWORD));
    }

    /** What a client that often wants new keys is offered, without repetition; more than it reads at once. */
    private static List<String> offers(int port, String password) throws IOException, InterruptedException {
        OpenSsh.Result result = new OpenSsh(directory, password)
                .run("root", port, "head -c 2000000 /dev/zero", "-vvv", "-o", "RekeyLimit=32K");
        assertThat(result.output()).as(result.errors()).hasSize(2_000_000);
        return result.errors()
                .lines()
                .filter(line -> line.startsWith("debug2: KEX algorithms:")
                        || line.startsWith("debug2: host key algorithms:")
                        || line.startsWith("debug1: kex_input_ext_info:"))
                .distinct()
                .toList();
    }

    @Test
    void brokenPacketsGetTheSameAnswer() throws IOException {
        for (Map.Entry<String, byte[][]> broken : brokenPackets().entrySet()) {
            compare(broken.getKey(), broken.getValue());
        }
    }

    private static Map<String, byte[][]> brokenPackets() {
        Map<String, byte[][]> cases = new LinkedHashMap<>();
        byte[] rest = new byte[40];
        for (int length : new int[] {-1, 0, 4, 5, 13, 262_144, 262_145, 262_148}) {
            byte[] header = ByteBuffer.allocate(4).putInt(length).array();
            cases.put("length " + length, new byte[][] {join(header, rest)});
        }
        cases.put("a length behind a message", new byte[][] {join(message(2), new byte[] {0, 0, 0, 13}, rest)});
        cases.put("padding of 3", new byte[][] {join(new byte[] {0, 0, 0, 12, 3, 49}, new byte[10])});
        cases.put("padding of all", new byte[][] {join(new byte[] {0, 0, 0, 12, 12, 49}, new byte[10])});
        cases.put("no payload", new byte[][] {join(new byte[] {0, 0, 0, 12, 11}, new byte[11])});
        cases.put("no key exchange", new byte[][] {keyExchange("none-such")});
        cases.put(
                "no cipher", new byte[][] {keyExchange("curve25519-sha256", "ssh-ed25519", "x", "hmac-sha1", "none")});
        cases.put("no MAC", new byte[][] {keyExchange("curve25519-sha256", "ssh-ed25519", "aes128-ctr", "x", "none")});
        cases.put("no key", new byte[][] {keyExchange("curve25519-sha256", "ssh-dss", "aes128-ctr", "hmac-sha1", "none")
        });
        cases.put("lists too short", new byte[][] {packet(join(new byte[] {20}, new byte[16], string(ascii("x"))))});
        cases.put(
                "a second KEXINIT", new byte[][] {keyExchange("curve25519-sha256"), keyExchange("curve25519-sha256")});
        cases.put("a second strict KEXINIT", new byte[][] {keyExchange(STRICT), keyExchange(STRICT)});
        cases.put("IGNORE before a strict KEXINIT", new byte[][] {message(2), keyExchange(STRICT)});
        for (int length : new int[] {0, 31, 32, 33}) {
            byte[] point = packet(join(new byte[] {30}, string(new byte[length])));
            cases.put("a point of " + length, new byte[][] {keyExchange("curve25519-sha256"), point});
        }
        for (int[] sizes : new int[][] {{2048, 2048, 8192}, {4096, 2048, 8192}, {1024, 1024, 1024}, {0, 0, 0}}) {
            byte[] request = ByteBuffer.allocate(13)
                    .put((byte) 34)
                    .putInt(sizes[0])
                    .putInt(sizes[1])
                    .putInt(sizes[2])
                    .array();
            cases.put(
                    "a group of " + sizes[0] + " to " + sizes[2],
                    new byte[][] {keyExchange("diffie-hellman-group-exchange-sha256"), packet(request)});
        }
        return cases;
    }

    private static void compare(String what, byte[]... packets) throws IOException {
        List<String> expected = converse(sshd.port(), GREETING, packets);

        assertThat(converse(sensor.port(), GREETING, packets)).as(what).isEqualTo(expected);
    }

    static List<String> algorithms() {
        return Stream.of(
                        persona.keyExchange().stream()
                                .filter(name -> !name.startsWith("kex-strict"))
                                .map(name -> "KexAlgorithms=" + name),
                        persona.hostKeys().stream().map(name -> "HostKeyAlgorithms=" + name),
                        persona.ciphers().stream().map(name -> "Ciphers=" + name),
                        persona.macs().stream().map(name -> "MACs=" + name),
                        Stream.of("Compression=yes"))
                .flatMap(names -> names)
                .toList();
    }

    /** A login with one algorithm alone, and bytes of every length up to some packets there and back. */
    @ParameterizedTest
    @MethodSource("algorithms")
    void aRealClientWorksWithEveryAlgorithm(String option) throws IOException, InterruptedException {
        byte[] sent = new byte[300_000];
        new Random(option.hashCode()).nextBytes(sent);
        Path input = Files.write(directory.resolve("sent"), sent);
        Path output = directory.resolve("echoed");
        Path errors = directory.resolve("errors");
        // OpenSSH takes the first of what is said twice; with an AEAD cipher there would be no MAC.
        Process client = new OpenSsh(directory, RunningSensor.PASSWORD)
                .builder("root", sensor.port(), "cat", "-o", option, "-o", "Ciphers=aes128-ctr")
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).as("ssh ends").isTrue();

        assertThat(Files.readAllBytes(output)).as(Files.readString(errors)).isEqualTo(sent);
        assertThat(client.exitValue()).isZero();
    }

    @Test
    void aClientsOfferIsOneEvent() throws IOException, InterruptedException {
        int before = sensor.events("cowrie.client.kex").size();
        new OpenSsh(directory, RunningSensor.PASSWORD).run("root", sensor.port(), "true", "-o", "RekeyLimit=16K");

        await().until(() -> sensor.events("cowrie.client.kex").size() > before);
        assertThat(sensor.events("cowrie.client.kex"))
                .hasSize(before + 1)
                .last()
                .satisfies(event -> {
                    assertThat(event.path("hassh").asString()).matches("[0-9a-f]{32}");
                    assertThat(event.path("kexAlgs").toString()).contains("ext-info-c", "kex-strict-c-v00@openssh.com");
                    assertThat(event.path("macCS").get(0).asString()).isEqualTo("umac-64-etm@openssh.com");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-1.5-x\r\n", "GET / HTTP/1.0\r\n"})
    void aBrokenConnectionIsOneEventAndLeavesNothing(String text) throws IOException {
        int before = sensor.events("honeypool.protocol.error").size();
        converse(sensor.port(), ascii(text));

        await().untilAsserted(() -> {
            assertThat(sensor.events("honeypool.protocol.error")).hasSize(before + 1);
            assertThat(sensor.events("cowrie.session.closed")).hasSameSizeAs(sensor.events("cowrie.session.connect"));
        });
    }

    private static String audit(int port) throws IOException, InterruptedException {
        Path output = directory.resolve("audit-" + port);
        Process audit = new ProcessBuilder("ssh-audit", "-n", "-p", Integer.toString(port), "127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(audit.waitFor(60, TimeUnit.SECONDS)).as("ssh-audit ends").isTrue();
        // Keys are each server's own.
        return Pattern.compile("SHA256:\\S+").matcher(Files.readString(output)).replaceAll("SHA256:");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
