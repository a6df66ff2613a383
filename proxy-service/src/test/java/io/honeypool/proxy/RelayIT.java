package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of the real OpenSSH client, through the real sensor, in a real sshd: as if the sensor were not there. */
class RelayIT {

    @TempDir
    private static Path directory;

    private static RealSshd guest;
    private static RunningSensor sensor;
    private static OpenSsh attacker;
    private static OpenSsh direct;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("guest"), "RekeyLimit 8M 5s");
        sensor = RunningSensor.start(directory.resolve("sensor"), guest.asBackend("root"));
        attacker = new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
        direct = new OpenSsh(Files.createDirectories(directory.resolve("direct")), RealSshd.PASSWORD);
    }

    @AfterAll
    static void stop() {
        sensor.close();
        guest.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 0",
                "exit 7",
                "echo out; echo err >&2; exit 3",
                "kill -TERM $$",
                "kill -KILL $$",
                "cat; echo end >&2",
                "exec >&-; echo late >&2; exit 4",
                "exec <&-; echo no input; exit 5",
                "head -c 300000 /dev/zero | tr '\\0' x; exit 9",
                "no-such-command"
            })
    void commandsEndAsTheyDoWithoutTheSensor(String command) throws IOException, InterruptedException {
        assertThat(attacker.run("root", sensor.port(), command)).isEqualTo(direct.run("root", guest.port(), command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-W127.0.0.1:1", "-Wno-such-host.invalid:80", "-W127.0.0.1:0"})
    void whatFailsFailsInTheSameWords(String option) throws IOException, InterruptedException {
        OpenSsh.Result result = attacker.run("root", sensor.port(), "", "-oLogLevel=INFO", option);

        assertThat(result).isEqualTo(direct.run("root", guest.port(), "", "-oLogLevel=INFO", option));
        assertThat(result.status()).isNotZero();
    }

    @Test
    void aTerminalHasItsModesAndItsEnvironment() throws IOException, InterruptedException {
        String command = "stty -a; echo $TERM $LC_TEST; exit 6";

        OpenSsh.Result result = attacker.run("root", sensor.port(), command, "-tt", "-oSetEnv=LC_TEST=x");

        assertThat(result).isEqualTo(direct.run("root", guest.port(), command, "-tt", "-oSetEnv=LC_TEST=x"));
        assertThat(result.status()).isEqualTo(6);
        assertThat(result.output()).contains("speed").contains(" x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-oRekeyLimit=1M 5s", "-C", "-caes128-gcm@openssh.com", "-caes256-ctr"})
    void nothingIsLostBothWaysAtOnce(String option) throws IOException, InterruptedException {
        byte[] bytes = new byte[24 << 20];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("random"), bytes);
        Path back = directory.resolve("back");
        Process cat = attacker.builder("root", sensor.port(), "cat", option)
                .redirectInput(file.toFile())
                .redirectOutput(back.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        ended(cat, 0);

        assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    }

    @Test
    void sessionsOfOneConnectionRunSideBySideUpToTheGuestsLimit() throws IOException, InterruptedException {
        String control = "-S" + directory.resolve("control");
        Process master =
                attacker.builder("root", sensor.port(), "", "-MN", control).start();
        try {
            await().until(() -> Files.exists(directory.resolve("control")));
            List<Process> sessions = IntStream.range(0, 10)
                    .mapToObj(i -> open("cat; exit " + i, control))
                    .toList();
            for (Process session : sessions) {
                session.getOutputStream().write("ready\n".getBytes(StandardCharsets.US_ASCII));
                session.getOutputStream().flush();
                assertThat(session.inputReader().readLine()).isEqualTo("ready");
            }
            assertThat(attacker.run("root", 1, "true", control).errors()).contains("Session open refused by peer");
            for (int i = 0; i < sessions.size(); i++) {
                sessions.get(i).getOutputStream().close();
                ended(sessions.get(i), i);
            }
        } finally {
            master.destroyForcibly();
        }
    }

    @Test
    void socketsAreForwardedBothWays() throws IOException {
        Path here = directory.resolve("here");
        Path there = directory.resolve("there");
        Path back = directory.resolve("back.sock");
        Process forward = attacker.builder(
                        "root", sensor.port(), "", "-N", "-L" + here + ":" + there, "-R" + back + ":" + there)
                .start();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(there));
            for (Path entrance : List.of(here, back)) {
                await().until(() -> Files.exists(entrance));
                try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(entrance));
                        SocketChannel served = server.accept()) {
                    client.write(ByteBuffer.wrap("there".getBytes(StandardCharsets.US_ASCII)));
                    client.shutdownOutput();
                    assertThat(read(served)).isEqualTo("there");
                    served.write(ByteBuffer.wrap("and back".getBytes(StandardCharsets.US_ASCII)));
                    served.shutdownOutput();
                    assertThat(read(client)).isEqualTo("and back");
                }
            }
        } finally {
            forward.destroyForcibly();
        }
    }

    @Test
    void whoDoesNotReadStopsItsGuest() throws IOException, InterruptedException {
        Path progress = directory.resolve("progress");
        int pieces = 4096;
        long heapBefore = liveHeap();
        Process slow = attacker.builder(
                        "root",
                        sensor.port(),
                        "i=0; while [ $i -lt " + pieces + " ]; do head -c 32768 /dev/zero; i=$((i+1)); echo $i > "
                                + progress + "; done")
                .start();
        try {
            String[] seen = {""};
            await().pollInterval(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        String now = Files.exists(progress) ? Files.readString(progress) : "";
                        boolean stopped = now.equals(seen[0]) && !now.isBlank();
                        seen[0] = now;
                        return stopped;
                    });
            assertThat(Integer.parseInt(seen[0].strip()))
                    .as("pieces of 32 KiB that left the guest")
                    .isLessThan(512);
            // of 128 MiB: twice the relay's backlog at most, what both sockets were read into, what a recording may owe
            assertThat(liveHeap() - heapBefore)
                    .as("bytes on the heap while the guest is stopped")
                    .isLessThan(8 << 20);

            try (InputStream in = slow.getInputStream()) {
                assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(pieces * 32768L);
            }
            ended(slow, 0);
        } finally {
            slow.destroyForcibly();
        }
    }

    /** What is left on the heap after a collection; the least of some, as the test's own threads are not asleep. */
    private static long liveHeap() {
        return LongStream.generate(() -> {
                    System.gc();
                    return ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                })
                .limit(3)
                .min()
                .orElseThrow();
    }

    private static Process open(String command, String control) {
        try {
            return attacker.builder("root", 1, command, control).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ended(Process process, int status) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).isEqualTo(status);
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        int read = 0;
        while (read >= 0) {
            read = channel.read(buffer);
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }
}
