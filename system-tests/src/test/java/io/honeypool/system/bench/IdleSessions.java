package io.honeypool.system.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sessions that are logged in as far as to a command in the guest, and then say nothing. */
final class IdleSessions implements AutoCloseable {

    private static final int AT_ONCE = 4;
    private static final int PATIENCE_SECONDS = 30;

    private final List<Process> clients;

    private IdleSessions(List<Process> clients) {
        this.clients = clients;
    }

    static IdleSessions open(OpenSshClient client, int number)
            throws IOException, InterruptedException, ExecutionException {
        List<Process> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Process>> starts = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                starts.add(() -> start(client));
            }
            for (Future<Process> started : threads.invokeAll(starts)) {
                clients.add(started.get());
            }
        }
        return new IdleSessions(clients);
    }

    private static Process start(OpenSshClient client) throws IOException {
        Process process = client.command("echo in; exec cat").start();
        BufferedReader output = process.inputReader();
        if (!"in".equals(output.readLine())) {
            process.destroy();
            throw new IOException("a session was refused");
        }
        return process;
    }

    /** How many are still there. */
    long alive() {
        return clients.stream().filter(Process::isAlive).count();
    }

    /** Ends their input, and so the command and the session. */
    @Override
    public void close() throws IOException {
        for (Process client : clients) {
            client.getOutputStream().close();
        }
        for (Process client : clients) {
            if (client.onExit()
                            .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .join()
                    == null) {
                client.destroyForcibly();
            }
        }
    }
}
