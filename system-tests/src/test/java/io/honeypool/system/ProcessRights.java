package io.honeypool.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the kernel lets a process do; capabilities are sets of bits.
 *
 * @param account that it runs as
 * @param effective capabilities that it has
 * @param bounding capabilities that it, or what it starts, could ever have
 * @param noNewPrivileges whether nothing that it starts gets more
 */
record ProcessRights(String account, long effective, long bounding, boolean noNewPrivileges) {

    /** The capability to listen on ports below 1024. */
    static final long BIND_SERVICE = 1L << 10;

    private static final int HEXADECIMAL = 16;

    /** What a process may that needs nothing but its account. */
    static ProcessRights none(String account) {
        return new ProcessRights(account, 0, 0, true);
    }

    static ProcessRights of(long pid) {
        Path process = Path.of("/proc", String.valueOf(pid));
        try {
            Map<String, String> status = Files.readString(process.resolve("status"))
                    .lines()
                    .filter(line -> line.contains(":\t"))
                    .collect(
                            Collectors.toMap(line -> line.split(":\t", 2)[0], line -> line.split(":\t", 2)[1].strip()));
            return new ProcessRights(
                    name(status.getOrDefault("Uid", "").split("\t", -1)[0]),
                    set(status, "CapEff") | set(status, "CapPrm") | set(status, "CapInh") | set(status, "CapAmb"),
                    set(status, "CapBnd"),
                    "1".equals(status.get("NoNewPrivs")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String uid) {
        return Command.of("id", "-nu", uid).run().orFail().strip();
    }

    private static long set(Map<String, String> status, String name) {
        return Long.parseLong(status.getOrDefault(name, "-1"), HEXADECIMAL);
    }
}
