package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSH's client can do besides running a command. */
@ExtendWith(DeploymentExtension.class)
class OpenSshIT {

    private static final int SESSIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Deployment deployment;
    private final Ssh ssh;

    @TempDir
    private Path directory;

    OpenSshIT(Deployment deployment) {
        this.deployment = deployment;
        this.ssh = deployment.ssh();
    }

    @Test
    void aPortOfTheGuestIsForwardedHere() throws IOException {
        HttpServer here = Web.serving("served here");
        try {
            String back = "127.0.0.1:8077:127.0.0.1:" + here.getAddress().getPort();
            Ssh forwarding = ssh.with("-o", "ExitOnForwardFailure=yes", "-R", back);

            assertThat(forwarding.run("curl -s http://127.0.0.1:8077/").orFail())
                    .isEqualTo("served here");
        } finally {
            here.stop(0);
        }
    }

    @Test
    void aPortThatTheGuestChoosesIsForwardedHere() throws IOException {
        HttpServer here = Web.serving("served here");
        try {
            String back = "0:127.0.0.1:" + here.getAddress().getPort();
            String ask = "curl -s http://127.0.0.1:$(ss -Htlnp | grep -v '[]:.]22 ' | grep sshd | grep 127.0.0.1"
                    + " | sed -E 's/.*127.0.0.1:([0-9]+) .*/\\1/' | head -n 1)/";

            assertThat(ssh.with("-R", back).run(ask).orFail()).isEqualTo("served here");
        } finally {
            here.stop(0);
        }
    }

    @Test
    void aProxyReachesTheGuest() throws IOException {
        int port = Deployment.freePort();
        Process proxy = ssh.with("-N", "-D", "127.0.0.1:" + port).command().start(directory.resolve("proxy"));
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(Command.of("curl", "-sS", "--socks5-hostname", "127.0.0.1:" + port)
                                    .and("http://localhost/")
                                    .run()
                                    .output())
                            .contains("Backhaus"));
        } finally {
            proxy.destroy();
        }
    }

    @Test
    void theAgentIsReachedFromTheGuest() {
        Path key = directory.resolve("key");
        Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "mine", "-f", key.toString())
                .run()
                .orFail();
        Command agent = Command.of("ssh-agent", "sh", "-c", "ssh-add -q \"$0\" && exec \"$@\"", key.toString());

        String seen = ssh.withPassword(agent.and(ssh.with("-A").arguments("ssh-add -l")))
                .run()
                .orFail();

        assertThat(seen)
                .isEqualTo(Command.of("ssh-keygen", "-lf", key.toString()).run().orFail());
    }

    @Test
    void manySessionsShareAConnection() throws IOException, InterruptedException {
        long before = connections();
        Path socket = directory.resolve("c");
        Ssh shared = ssh.with("-o", "ControlPath=" + socket);
        Process master = shared.with("-o", "ControlMaster=yes", "-N").command().start(directory.resolve("master"));
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(socket));
            assertThat(atOnce(shared)).containsExactly("0\n", "1\n", "2\n", "3\n", "4\n", "5\n", "6\n", "7\n");
            shared.with("-O", "exit").run().orFail();
        } finally {
            master.destroy();
        }
        assertThat(connections() - before).isOne();
    }

    @Test
    void keysAreExchangedAgainWhileBytesGoBothWays() throws IOException {
        byte[] content = new byte[6 * 1024 * 1024];
        new Random(5).nextBytes(content);
        Path file = Files.write(directory.resolve("file"), content);
        Path back = directory.resolve("back");

        Command.Result result = ssh.with("-v", "-o", "RekeyLimit=1M 5s")
                .command("cat")
                .reading(file)
                .writing(back)
                .run();

        assertThat(result.status()).as(result.errors()).isZero();
        assertThat(Files.mismatch(file, back)).isEqualTo(-1);
        assertThat(keyExchanges(result)).isGreaterThanOrEqualTo(6);
    }

    @Test
    void keysAreExchangedAgainInTime() {
        Command.Result result =
                ssh.with("-v", "-o", "RekeyLimit=1G 3s").run("for n in 1 2 3 4 5 6 7 8; do sleep 1; echo $n; done");

        assertThat(result.output()).isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n");
        assertThat(keyExchanges(result)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void compressionIsAgreedOn() {
        Command.Result result = ssh.with("-v", "-C").run("head -c 1000000 /dev/zero | tr '\\0' a");

        assertThat(result.errors()).contains("compression: zlib@openssh.com");
        assertThat(result.output()).hasSize(1_000_000).matches("a+");
    }

    /** What that many sessions print that are all open at the same time. */
    private static List<String> atOnce(Ssh shared) throws InterruptedException {
        List<Callable<String>> sessions = IntStream.range(0, SESSIONS)
                .<Callable<String>>mapToObj(
                        number -> () -> shared.run("sleep 3; echo " + number).orFail())
                .toList();
        try (ExecutorService crowd = Executors.newFixedThreadPool(SESSIONS)) {
            return crowd.invokeAll(sessions).stream().map(Future::resultNow).toList();
        }
    }

    private long connections() {
        return deployment.events().stream()
                .filter(event -> event.get("eventid").stringValue().equals("cowrie.session.connect"))
                .count();
    }

    private static long keyExchanges(Command.Result result) {
        return result.errors()
                .lines()
                .filter(line -> line.startsWith("debug1: kex: algorithm: "))
                .count();
    }
}
