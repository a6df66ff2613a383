package io.honeypool.system.bench;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * OpenSSH's client, with a password that it gets from the program that the environment names.
 *
 * @param port where it goes
 * @param user as whom
 * @param options further options
 */
record OpenSshClient(int port, String user, List<String> options) {

    private static final int PATIENCE_SECONDS = 600;

    OpenSshClient with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(Arrays.asList(more));
        return new OpenSshClient(port, user, List.copyOf(all));
    }

    ProcessBuilder command(String remote) {
        List<String> line = new ArrayList<>(List.of("ssh", "-F", "none", "-p", Integer.toString(port)));
        line.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"));
        line.addAll(List.of("-o", "LogLevel=ERROR", "-o", "PreferredAuthentications=password"));
        line.addAll(List.of("-o", "NumberOfPasswordPrompts=1"));
        line.addAll(options);
        line.addAll(List.of(user + "@127.0.0.1", remote));
        return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Runs a command to its end and says how long that took; throws if it failed. */
    long nanos(String remote) throws IOException, InterruptedException {
        return nanos(remote, new File("/dev/null"));
    }

    /** The same with a file as its input. */
    long nanos(String remote, File input) throws IOException, InterruptedException {
        ProcessBuilder command = command(remote).redirectInput(input).redirectOutput(new File("/dev/null"));
        long begin = System.nanoTime();
        Process client = command.start();
        if (!client.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            client.destroyForcibly();
            throw new IOException(remote + " through port " + port + " did not end");
        }
        long taken = System.nanoTime() - begin;
        if (client.exitValue() != 0) {
            throw new IOException(remote + " through port " + port + " ended with " + client.exitValue());
        }
        return taken;
    }
}
