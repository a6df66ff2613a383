package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL that several hosts reach by network, empty at first; its owner closes it. */
final class SharedDatabase implements AutoCloseable {

    static final String USERNAME = "honeypool";

    private static final int PORT = 5432;
    private static final String ACCOUNT = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String address;
    private final String password = UUID.randomUUID().toString();
    private final Path directory;
    private final Process server;

    /**
     * Makes and starts it.
     *
     * @param entrance what runs a command on its host
     * @param address its address there
     * @param clients network that its clients are in
     */
    SharedDatabase(List<String> entrance, String address, String clients) throws IOException {
        this.address = address;
        this.directory = Files.createTempDirectory(
                Path.of("/var/tmp"),
                "honeypool-database-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path programs = programs();
        Path data = directory.resolve("data");
        Path secret = Files.writeString(directory.resolve("password"), password);
        Command.of("chown", "-R", ACCOUNT + ":", directory.toString()).run().orFail();
        asAccount(programs.resolve("initdb").toString(), "--pgdata", data.toString())
                .and("--username", USERNAME, "--auth", "scram-sha-256", "--pwfile", secret.toString())
                .and("--encoding", "UTF8", "--locale", "C.UTF-8")
                .run()
                .orFail();
        Files.writeString(
                data.resolve("pg_hba.conf"), "host all all " + clients + " scram-sha-256\n", StandardOpenOption.APPEND);
        List<String> line = new ArrayList<>(entrance);
        line.addAll(List.of("setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups"));
        line.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString()));
        line.addAll(List.of("-c", "listen_addresses=" + address, "-c", "port=" + PORT));
        line.addAll(List.of("-c", "unix_socket_directories=", "-c", "max_connections=60"));
        this.server = Command.of(line.toArray(String[]::new)).start(directory.resolve("log"));
        try {
            await().atMost(PATIENCE)
                    .until(() -> psql("postgres", "SELECT 1").run().status() == 0);
            psql("postgres", "CREATE DATABASE honeypool").run().orFail();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    String url() {
        return "jdbc:postgresql://" + address + ":" + PORT + "/honeypool";
    }

    String password() {
        return password;
    }

    /** The rows that it answers with, a line each, columns separated by a blank. */
    List<String> query(String sql) {
        return psql("honeypool", sql).run().orFail().lines().toList();
    }

    private Command psql(String database, String sql) {
        return Command.of("psql", "-X", "-At", "-F", " ", "-h", address, "-p", String.valueOf(PORT))
                .and("-U", USERNAME, "-d", database, "-c", sql)
                .with("PGPASSWORD", password)
                .with("PGCONNECT_TIMEOUT", "5");
    }

    private static Command asAccount(String... arguments) {
        return Command.of("setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups")
                .and(arguments);
    }

    /** The newest PostgreSQL of this host. */
    private static Path programs() {
        return Command.of("sh", "-c", "ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1")
                .run()
                .orFail()
                .lines()
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.destroyForcibly();
        }
        Command.of("rm", "-rf", "--one-file-system", directory.toString()).run().orFail();
    }
}
