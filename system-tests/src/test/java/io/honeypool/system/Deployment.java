package io.honeypool.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product on this machine, brought up by its launcher with a state directory and ports of its own. */
final class Deployment implements AutoCloseable {

    private static final Path LAUNCHER = Path.of(System.getProperty("honeypool.test.launcher", "../honeypool"))
            .toAbsolutePath()
            .normalize();
    private static final Duration START = Duration.ofMinutes(6);

    /** Seconds after which the launcher forgives a service its death: tests kill it more often than happens. */
    private static final String FORGIVING = "1";

    private final Placement placement;
    private final Path state;
    private final int sshPort;
    private final int telnetPort;
    private final int apiPort;
    private final List<String> options = new ArrayList<>();
    private final AtomicBoolean up = new AtomicBoolean();

    private Deployment(Placement placement, Path state, int sshPort, int telnetPort, int apiPort) {
        this.placement = placement;
        this.state = state;
        this.sshPort = sshPort;
        this.telnetPort = telnetPort;
        this.apiPort = apiPort;
    }

    /** One of the launcher's benchmarks, which bring up what they need themselves. */
    static Command bench(String... arguments) {
        return Command.of(LAUNCHER.toString(), "bench").and(arguments).within(START);
    }

    /** Prepares a deployment on this host; nothing is started. */
    static Deployment prepare() {
        return prepare(Placement.HERE);
    }

    /** Prepares a deployment; nothing is started. */
    static Deployment prepare(Placement placement) {
        try {
            Path state = Files.createTempDirectory(
                    Path.of("/var/tmp"),
                    "honeypool-system-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            return new Deployment(placement, state, freePort(), freePort(), freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a setting of the pool before it is started. */
    Deployment withPoolSettings(String yaml) {
        settingsFile("pool.yaml", yaml);
        return this;
    }

    /** Adds a setting of the sensor before it is started. */
    Deployment withSensorSettings(String yaml) {
        settingsFile("sensor.yaml", yaml);
        return this;
    }

    /** Adds options of the launcher. */
    Deployment withOptions(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Builds what it runs with the help of this host: where it is placed there may be no way to what that takes. */
    Deployment build() {
        launcher(Placement.HERE, "build").within(START).run().orFail();
        launcher(Placement.HERE, "image", "build").within(START).run().orFail();
        return this;
    }

    /** Brings everything up, or what the options say, and waits until it serves. */
    Deployment up(int guests, String... options) {
        up.set(true);
        launcher("up", "--detach", "--guests", String.valueOf(guests))
                .and(options)
                .within(START)
                .run()
                .orFail();
        return this;
    }

    /** The launcher with this deployment's state and ports. */
    Command launcher(String subcommand, String... arguments) {
        return launcher(placement, subcommand, arguments);
    }

    private Command launcher(Placement from, String subcommand, String... arguments) {
        Command launcher =
                from.command(LAUNCHER.toString(), subcommand).with("HONEYPOOL_RESTART_FORGOTTEN_AFTER", FORGIVING);
        SharedDatabase shared = placement.database();
        if (shared != null) {
            launcher.and("--database-url", shared.url())
                    .with("HONEYPOOL_DATABASE_USERNAME", SharedDatabase.USERNAME)
                    .with("HONEYPOOL_DATABASE_PASSWORD", shared.password());
        }
        return launcher.and("--state", state.toString())
                .and("--ssh-port", String.valueOf(sshPort))
                .and("--telnet-port", String.valueOf(telnetPort))
                .and("--api-port", String.valueOf(apiPort))
                .and(options.toArray(String[]::new))
                .and(arguments);
    }

    Path state() {
        return state;
    }

    /** A file in its directory of settings, which both services may read. */
    Path settingsFile(String name, String content) {
        try {
            return Files.writeString(
                    Files.createDirectories(state.resolve("etc")).resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name that the pool owns its guests by. */
    String poolName() {
        return placement.poolName();
    }

    Ssh ssh() {
        return Ssh.to(sshPort);
    }

    int telnetPort() {
        return telnetPort;
    }

    int apiPort() {
        return apiPort;
    }

    PoolApi api(String role) {
        return new PoolApi(placement.address(), apiPort, token(role));
    }

    PoolApi apiWith(String token) {
        return new PoolApi(apiPort, token);
    }

    String token(String role) {
        return read(state.resolve("tokens").resolve(role + ".token")).strip();
    }

    JsonNode status() {
        return JsonMapper.shared().readTree(launcher("status", "--json").run().orFail());
    }

    /** The rows that the pool's database answers with, a line each, columns separated by a blank. */
    List<String> query(String sql) {
        SharedDatabase shared = placement.database();
        if (shared != null) {
            return shared.query(sql);
        }
        String psql = status().get("database").stringValue().replaceFirst("^sudo ", "");
        return placement
                .command("sh", "-c", psql + " -X -At -F ' ' -c \"$1\"", "sh", sql)
                .run()
                .orFail()
                .lines()
                .toList();
    }

    /** What libvirt's own client says about the guests' libvirt. */
    List<String> virsh(String... arguments) {
        return Command.of(
                        "virsh",
                        "--quiet",
                        "--connect",
                        status().get("libvirtUri").stringValue())
                .and(arguments)
                .run()
                .orFail()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The pool's metrics as they stand, in Prometheus' text format. */
    List<String> metrics() {
        return new PoolApi(apiPort + 1, token("metrics"))
                .get("/actuator/prometheus")
                .body()
                .lines()
                .toList();
    }

    /** Every event the sensor has written so far. */
    List<JsonNode> events() {
        return read(state.resolve("sensor/events/events.jsonl"))
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    /** Takes everything down. */
    void down() {
        if (up.getAndSet(false)) {
            launcher("down").within(Duration.ofMinutes(3)).run().orFail();
        }
    }

    @Override
    public void close() {
        down();
        Command.of("rm", "-rf", "--one-file-system", state.toString()).run().orFail();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port that is free together with those after it that a deployment may use. Below what kernels give to outgoing
     * connections, so that none of those takes it before the deployment does.
     */
    static int freePort() {
        Random random = new Random();
        while (true) {
            int port = random.nextInt(20_000, 32_000);
            if (IntStream.of(port, port + 1, port + 2, port + 3, port + 10).allMatch(Deployment::isFree)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
