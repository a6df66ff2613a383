package io.honeypool.pool.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands in a guest with the OpenSSH client. */
public final class GuestShell implements AutoCloseable {

    private final String host;
    private final String username;
    private final Path askpass;
    private final Path secret;

    /** Logs in with a password at each command. */
    public GuestShell(String host, String username, String password) throws IOException {
        this.host = host;
        this.username = username;
        this.secret = Files.createTempFile("guest", ".secret");
        this.askpass = Files.createTempFile("guest", ".askpass");
        Files.writeString(secret, password + "\n");
        Files.writeString(askpass, "#!/bin/sh\nexec cat \"$GUEST_SECRET\"\n");
        Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    }

    /** Runs a command; returns what it printed on both streams. */
    public String run(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "ssh",
                        "-F",
                        "none",
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-o",
                        "LogLevel=ERROR",
                        "-o",
                        "PubkeyAuthentication=no",
                        "-o",
                        "ConnectTimeout=20",
                        username + "@" + host,
                        command))
                .redirectErrorStream(true);
        builder.environment().put("SSH_ASKPASS", askpass.toString());
        builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
        builder.environment().put("GUEST_SECRET", secret.toString());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("ssh did not end");
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(askpass);
        Files.delete(secret);
    }
}
