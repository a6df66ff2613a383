package io.honeypool.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * OpenSSH's client as an attacker uses it, from a source address of choice.
 *
 * @param port the sensor's port
 * @param source address to connect from
 * @param user user name
 * @param password password
 * @param options further options of the client
 */
record Ssh(int port, String source, String user, String password, List<String> options) {

    private static final Path ASKPASS = askpass();

    static Ssh to(int port) {
        return new Ssh(port, "127.0.0.1", "root", "hunter2", List.of());
    }

    Ssh from(String address) {
        return new Ssh(port, address, user, password, options);
    }

    Ssh as(String name, String secret) {
        return new Ssh(port, source, name, secret, options);
    }

    Ssh with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(Arrays.asList(more));
        return new Ssh(port, source, user, password, List.copyOf(all));
    }

    /** The client, to be run with the given remote command, or with none for a shell. */
    Command command(String... remote) {
        return withPassword(Command.of(arguments(remote)));
    }

    /** The client's command line. */
    String[] arguments(String... remote) {
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.addAll(settings());
        line.add(destination());
        line.addAll(Arrays.asList(remote));
        return line.toArray(String[]::new);
    }

    /** What every program of OpenSSH understands. */
    List<String> settings() {
        List<String> line = new ArrayList<>(List.of("-F", "none", "-o", "Port=" + port, "-o", "BindAddress=" + source));
        line.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"));
        line.addAll(List.of("-o", "LogLevel=ERROR", "-o", "ConnectTimeout=20"));
        line.addAll(List.of("-o", "PreferredAuthentications=password", "-o", "NumberOfPasswordPrompts=1"));
        line.addAll(options);
        return line;
    }

    String destination() {
        return user + "@127.0.0.1";
    }

    Command.Result run(String... remote) {
        return command(remote).run();
    }

    /** Gives the password the way the client itself offers to programs. */
    Command withPassword(Command ssh) {
        return ssh.with("SSH_ASKPASS", ASKPASS.toString())
                .with("SSH_ASKPASS_REQUIRE", "force")
                .with("ATTACKER_PASSWORD", password);
    }

    private static Path askpass() {
        try {
            Path script = Files.createTempFile(
                    "askpass",
                    ".sh",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            script.toFile().deleteOnExit();
            return Files.writeString(script, "#!/bin/sh\nprintf '%s\\n' \"$ATTACKER_PASSWORD\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
