package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processes of a deployment, as whoever wants to harm them finds them. */
record Services(Deployment deployment) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The process that the launcher started last under this name; it may have ended. */
    long pid(String service) {
        Path file = deployment.state().resolve("run").resolve(service + ".pid");
        return Long.parseLong(read(file).split(" ", -1)[0]);
    }

    /** Kills a service and waits until the launcher has started another. */
    void killAndAwaitNext(String service) {
        long killed = pid(service);
        kill(killed);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> pid(service) != killed && isAlive(pid(service)));
    }

    /** Kills one process of ours, as {@code kill -9} does. */
    static void kill(long pid) {
        signal("KILL", List.of(pid));
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** The QEMU of a guest. */
    long emulatorOf(String guest) {
        String uri = deployment.status().get("libvirtUri").stringValue();
        Path socket = Path.of(uri.replaceFirst("^.*socket=", ""));
        return Long.parseLong(
                read(socket.resolveSibling("qemu").resolve(guest + ".pid")).strip());
    }

    /** Has PostgreSQL and all of its children do nothing for a while; they are known by their directory. */
    Paused pauseDatabase() {
        Path directory = deployment.state().resolve("postgres");
        return pause(ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isIn(pid, directory))
                .toList());
    }

    /** Has libvirtd do nothing for a while. */
    Paused pauseLibvirt() {
        return pause(List.of(pid("libvirt")));
    }

    /** Has the launcher, which starts again what died, do nothing for a while. */
    Paused pauseLauncher() {
        return pause(List.of(pid("launcher")));
    }

    private static Paused pause(List<Long> pids) {
        signal("STOP", pids);
        return () -> signal("CONT", pids);
    }

    /** Processes that do nothing until this is closed. */
    interface Paused extends AutoCloseable {
        @Override
        void close();
    }

    private static void signal(String name, List<Long> pids) {
        Command.of("kill", "-" + name)
                .and(pids.stream().map(String::valueOf).toArray(String[]::new))
                .run()
                .orFail();
    }

    private static boolean isIn(long pid, Path directory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "cwd"))
                    .equals(directory);
        } catch (IOException ended) {
            return false;
        }
    }

    /** The lines that a service has logged. */
    Stream<String> log(String service) {
        return read(deployment.state().resolve("logs").resolve(service + ".log"))
                .lines();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
