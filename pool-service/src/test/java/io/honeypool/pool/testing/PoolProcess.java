package io.honeypool.pool.testing;

import static org.awaitility.Awaitility.await;

import io.honeypool.pool.PoolApplication;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application in a process of its own, without guests, so that it can end in the middle of something. */
public final class PoolProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PORT = "process-port";

    private final Process process;
    private final Path state;
    private final Path log;

    private PoolProcess(Process process, Path state, Path log) {
        this.process = process;
        this.state = state;
        this.log = log;
    }

    static PoolProcess start(Path state, List<String> arguments, String step) throws IOException {
        Path port = state.resolve(PORT);
        Files.deleteIfExists(port);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dhoneypool.fail-point=" + step,
                "-cp",
                System.getProperty("java.class.path"),
                PoolProcess.class.getName(),
                port.toString()));
        command.addAll(arguments);
        Path log = state.resolve("process.log");
        File output = log.toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        return new PoolProcess(process, state, log);
    }

    /** Runs in the process: the first argument is where to write the port of the API. */
    public static void main(String... arguments) throws IOException {
        FakeHypervisor hypervisor = new FakeHypervisor();
        hypervisor.setStarting(false);
        String[] settings = new String[arguments.length - 1];
        System.arraycopy(arguments, 1, settings, 0, settings.length);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(PoolApplication.class)
                .initializers(RunningPool.withHypervisor(hypervisor))
                .run(settings);
        Path port = Path.of(arguments[0]);
        Path beside = port.resolveSibling(PORT + ".new");
        Files.writeString(beside, context.getEnvironment().getRequiredProperty("local.server.port"));
        Files.move(beside, port, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Its API, as soon as it listens, with a token. */
    public Api api(String token) throws IOException {
        Path port = state.resolve(PORT);
        await().atMost(PATIENCE).until(() -> Files.exists(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(log));
        }
        return Api.at(HttpClient.newHttpClient(), "http://127.0.0.1:" + Files.readString(port), token);
    }

    /** Waits until it has ended; returns its status. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
