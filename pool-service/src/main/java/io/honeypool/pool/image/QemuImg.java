package io.honeypool.pool.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** Runs {@code qemu-img}, always with a list of arguments, never through a shell. */
final class QemuImg {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FLATTEN_PATIENCE = Duration.ofMinutes(10);
    private static final int MOST_OUTPUT = 4096;

    private final String program;

    QemuImg(String program) {
        this.program = program;
    }

    /** Asks for its version, to see whether it is there. */
    void check() throws IOException, InterruptedException {
        run(List.of("--version"));
    }

    /** Makes a qcow2 overlay on a qcow2 base, of the base's size or another. */
    void createOverlay(Path overlay, Path base, Optional<DataSize> size) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", base.toString(), overlay.toString()));
        size.ifPresent(bytes -> arguments.add(Long.toString(bytes.toBytes())));
        run(arguments);
    }

    /** Makes a qcow2 file of its own of a qcow2 overlay and all that it lies on. */
    void flatten(Path overlay, Path target) throws IOException, InterruptedException {
        run(
                List.of("convert", "-q", "-f", "qcow2", "-O", "qcow2", overlay.toString(), target.toString()),
                FLATTEN_PATIENCE);
    }

    private void run(List<String> arguments) throws IOException, InterruptedException {
        run(arguments, PATIENCE);
    }

    private void run(List<String> arguments, Duration patience) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            FutureTask<String> output = new FutureTask<>(() -> head(process.getInputStream()));
            Thread.ofVirtual().start(output);
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(program + " " + arguments.getFirst() + " did not end within " + patience);
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " " + arguments.getFirst() + " failed: "
                        + output.get().strip());
            }
        } catch (ExecutionException unreadable) {
            throw new IOException(program + " " + arguments.getFirst() + " failed", unreadable);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The first bytes of the output; the rest is read and thrown away so that the process can end. */
    private static String head(InputStream in) throws IOException {
        byte[] first = in.readNBytes(MOST_OUTPUT);
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return new String(first, StandardCharsets.UTF_8);
    }
}
