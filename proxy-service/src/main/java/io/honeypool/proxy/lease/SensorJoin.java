package io.honeypool.proxy.lease;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The program behind {@code honeypool sensor join}. The string comes by standard input: what stands on a command line,
 * everybody on the host can read.
 */
public final class SensorJoin {

    private static final int LONGEST_STRING = 1024;

    private SensorJoin() {}

    /**
     * Joins; ends with 0 if the sensor has joined, else with 1 and what to do about it.
     *
     * @param arguments the file to store in
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] input = System.in.readNBytes(LONGEST_STRING);
        System.exit(run(new String(input, StandardCharsets.UTF_8), Path.of(arguments[0]), System.out, System.err));
    }

    static int run(String input, Path file, PrintStream out, PrintStream err) throws InterruptedException {
        Optional<JoinString> join = JoinString.parse(input);
        if (join.isEmpty()) {
            err.println("This is not what \"honeypool sensor enroll NAME\" prints on the pool's host, or not all of it:"
                    + " honeypool-join:NAME@HOST:PORT/FINGERPRINT/TOKEN");
            return 1;
        }
        try {
            PoolCredentials credentials = PoolJoin.join(join.get(), file);
            out.println("This sensor is " + credentials.name() + " of the pool at " + credentials.url()
                    + " now; what it was given is in " + file + ".");
            return 0;
        } catch (IOException failed) {
            err.println("The sensor has not joined: " + failed.getMessage() + ".");
            return 1;
        }
    }
}
