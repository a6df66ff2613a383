package io.honeypool.system;

import java.util.List;
import java.util.stream.Stream;

/**
 * PuTTY's programs, told which host keys to expect: they ask a person otherwise.
 *
 * @param port the sensor's port
 * @param hostKeys the fingerprints of the sensor's keys
 */
record Putty(int port, List<String> hostKeys) {

    static final String PASSWORD = "hunter2";

    static Putty to(int port) {
        String keys = Command.of(
                        "sh", "-c", "ssh-keyscan -p \"$1\" 127.0.0.1 2>/dev/null | ssh-keygen -lf -", "sh", "" + port)
                .run()
                .orFail();
        return new Putty(port, keys.lines().map(line -> line.split(" ", -1)[1]).toList());
    }

    Command program(String name, String... options) {
        return Command.of(name, "-batch", "-P", String.valueOf(port), "-pw", PASSWORD)
                .and(hostKeys.stream()
                        .flatMap(key -> Stream.of("-hostkey", key))
                        .toArray(String[]::new))
                .and(options);
    }
}
