package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.SshProgram.Dbclient;
import io.honeypool.system.SshProgram.OpenSsh;
import io.honeypool.system.SshProgram.Plink;
import io.honeypool.system.SshProgram.PythonLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client program that attackers use can do in its guest what it can do on any server. */
@ExtendWith(DeploymentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshClientsIT {

    private static final int FILE_SIZE = 2 * 1024 * 1024 + 77;

    /** What the guest's own web server says. */
    private static final String SITE = "Backhaus";

    private static final int SITE_PORT = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Ssh ssh;
    private final Putty putty;

    @TempDir
    private Path directory;

    SshClientsIT(Deployment deployment) {
        this.ssh = deployment.ssh();
        this.putty = Putty.to(ssh.port());
    }

    Stream<SshProgram> programs() {
        return Stream.of(
                new OpenSsh("ssh", ssh),
                new OpenSsh("ssh -C", ssh.with("-C")),
                new OpenSsh("ssh -A -X", ssh.with("-A", "-X")),
                new OpenSsh("ssh that rekeys", ssh.with("-o", "RekeyLimit=1M 5s")),
                new Plink(putty),
                new Dbclient(ssh.port()),
                new PythonLibrary("paramiko", ssh.port()),
                new PythonLibrary("asyncssh", ssh.port()));
    }

    Stream<FileTransfer> transfers() {
        Stream<FileTransfer> all = Stream.of(
                FileTransfer.scp(ssh),
                FileTransfer.scp(ssh, "-O"),
                FileTransfer.scp(ssh, "-C", "-o", "RekeyLimit=1M 5s"),
                FileTransfer.sftp(ssh),
                FileTransfer.rsync(ssh),
                FileTransfer.psftp(putty),
                FileTransfer.pscp(putty),
                FileTransfer.cat(new Dbclient(ssh.port())),
                FileTransfer.curl(ssh.port()),
                FileTransfer.python(new PythonLibrary("paramiko", ssh.port())),
                FileTransfer.python(new PythonLibrary("asyncssh", ssh.port())));
        // containers seldom have it
        return Files.exists(Path.of("/dev/fuse")) ? Stream.concat(all, Stream.of(FileTransfer.sshfs(ssh))) : all;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aCommandRuns(SshProgram program) {
        Command.Result result = program.exec("echo out; echo err >&2; exit 3").run();

        assertThat(result.output()).isEqualTo("out\n");
        assertThat(result.errors()).contains("err\n");
        assertThat(result.status()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aShellTalks(SshProgram program) throws IOException {
        try (Terminal terminal = Terminal.running(program.shell(), 101, 31)) {
            terminal.awaitOutput("# ");
            terminal.type("stty size; tty; echo sum-$((40+2))\n");
            terminal.awaitOutput("31 101");
            terminal.awaitOutput("/dev/pts/");
            terminal.awaitOutput("sum-42");
            terminal.type("exit 5\n");
            assertThat(terminal.awaitStatus()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void aFileGoesBothWays(FileTransfer transfer) throws IOException {
        byte[] content = new byte[FILE_SIZE];
        new Random(transfer.name().hashCode()).nextBytes(content);
        Path file = Files.write(directory.resolve("file"), content);
        String path = "/root/" + transfer.name().replaceAll("[^a-z]+", "-");

        transfer.upload().apply(file, path).run().orFail();
        transfer.download().apply(path, directory.resolve("back")).run().orFail();

        assertThat(Files.mismatch(file, directory.resolve("back"))).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aPortIsForwardedToTheGuest(SshProgram program) throws IOException {
        int port = Deployment.freePort();
        Path messages = directory.resolve("forwarding");
        Process forwarding = program.forward(port, SITE_PORT).start(messages);
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(Web.get(port, "/"))
                            .as(() -> text(messages))
                            .contains(SITE));
            assertThat(Stream.of("/", "/css/style.css", "/").parallel())
                    .allSatisfy(page -> assertThat(Web.get(port, page)).isNotEmpty());
        } finally {
            forwarding.destroy();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
