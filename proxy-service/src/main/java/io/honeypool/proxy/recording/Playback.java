package io.honeypool.proxy.recording;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recording in a terminal: writes what the attacker saw, byte for byte, when it saw it. A recording that is
 * still being written is played as far as it goes.
 */
public final class Playback {

    private static final int USAGE = 2;
    private static final double LEAST_SPEED = 0.01;
    private static final double NANOS = 1e9;

    private final double speed;
    private final @Nullable Double mostIdle;
    private final Pause pause;

    private Playback(double speed, @Nullable Double mostIdle, Pause pause) {
        this.speed = speed;
        this.mostIdle = mostIdle;
        this.pause = pause;
    }

    /** Lets time pass. */
    interface Pause {

        void last(Duration duration) throws InterruptedException;
    }

    /** The command {@code honeypool play ID}: directory, name, speed, and longest pause in seconds or nothing. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, new FileOutputStream(FileDescriptor.out), System.err, Thread::sleep));
    }

    static int run(String[] arguments, OutputStream out, PrintStream err, Pause pause) {
        if (arguments.length != 4) {
            err.println("usage: DIRECTORY ID SPEED MAX-IDLE");
            return USAGE;
        }
        try {
            double speed = Math.max(LEAST_SPEED, Double.parseDouble(arguments[2]));
            Double mostIdle = arguments[3].isEmpty() ? null : Double.valueOf(arguments[3]);
            Optional<Path> file = RecordingStore.find(Path.of(arguments[0]), arguments[1]);
            if (file.isEmpty()) {
                err.println("there is no recording " + arguments[1] + " in " + arguments[0]);
                return 1;
            }
            new Playback(speed, mostIdle, pause).play(file.get(), out);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return USAGE;
        } catch (NoSuchFileException e) {
            err.println("there is no " + e.getFile());
            return 1;
        } catch (IOException e) {
            err.println(e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void play(Path file, OutputStream out) throws IOException, InterruptedException {
        try (InputStream stored = Files.newInputStream(file);
                InputStream plain =
                        file.toString().endsWith(RecordingStore.COMPRESSED) ? new GZIPInputStream(stored) : stored;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            if (lines.readLine() == null) {
                throw new EOFException(file + " is empty");
            }
            boolean live = file.toString().endsWith(RecordingFile.PART);
            double before = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (live && !line.endsWith("]")) {
                    return;
                }
                CastLine passed = CastLine.read(line);
                if ("o".equals(passed.code())) {
                    pause.last(pauseBetween(before, passed.seconds()));
                    out.write(TerminalText.bytesOf(passed.text()));
                    out.flush();
                    before = passed.seconds();
                }
            }
        }
    }

    private Duration pauseBetween(double before, double now) {
        double idle = Math.max(0, now - before);
        double shown = mostIdle == null ? idle : Math.min(idle, mostIdle);
        return Duration.ofNanos((long) (shown / speed * NANOS));
    }
}
