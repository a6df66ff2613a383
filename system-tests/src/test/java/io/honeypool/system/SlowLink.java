package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A link between two network namespaces that delays every frame and loses some. Made by a program of ours: tc's netem,
 * which does the same, is a module that not every kernel has.
 */
final class SlowLink implements AutoCloseable {

    private static final Path PROGRAM = Path.of("src/test/clients/slow-link.py").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SEED = "5";

    private final Path output;
    private final Process program;

    /**
     * Makes one; it is there until this is closed.
     *
     * @param delay that every frame has, each way
     * @param lossPercent how many of a hundred frames are lost, each way
     * @param first names one end
     * @param second names the other end
     */
    SlowLink(Duration delay, int lossPercent, String first, String second) {
        try {
            output = Files.createTempFile("slow-link", ".out");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Command.of("python3", PROGRAM.toString(), first, second)
                .and(String.valueOf(delay.toMillis()), String.valueOf(lossPercent), SEED)
                .start(output);
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(output).equals("ready\n"));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Its interfaces go with it. */
    @Override
    public void close() {
        program.destroyForcibly();
        try {
            boolean _ = program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Files.deleteIfExists(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
