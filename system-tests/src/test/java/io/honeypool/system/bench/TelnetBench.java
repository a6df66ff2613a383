package io.honeypool.system.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Telnet bots at the sensor's own prompt, one after the other against telnetd, and a crowd at once. Ends with 1 if a
 * bot was not served; {@code deploy/bench/telnet.sh} starts it.
 */
final class TelnetBench {

    private static final int ROUNDS = 40;
    private static final int WARM_UP = 20;
    private static final Duration CROWD = Duration.ofSeconds(20);
    private static final double BYTES_PER_KIB = 1024;
    private static final PrintStream OUT = System.out;

    private final Map<String, String> environment;
    private final SensorProcess sensor;
    private final Targets targets = new Targets(OUT);

    private TelnetBench(Map<String, String> environment) {
        this.environment = environment;
        this.sensor = new SensorProcess(
                Long.parseLong(setting("BENCH_SENSOR_PID")), Path.of(System.getProperty("java.home"), "bin", "jcmd"));
    }

    /** Takes no arguments: all it needs to know is in the environment. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        TelnetBench bench = new TelnetBench(System.getenv());
        bench.latencies();
        bench.crowd(Integer.parseInt(bench.setting("BENCH_SESSIONS")));
        System.exit(bench.targets.reached() ? 0 : 1);
    }

    private void latencies() throws IOException {
        int direct = Integer.parseInt(setting("BENCH_DIRECT_PORT"));
        int through = Integer.parseInt(setting("BENCH_SENSOR_PORT"));
        String account = setting("BENCH_ACCOUNT");
        String password = setting("BENCH_PASSWORD");
        Latencies warmUp = new Latencies();
        for (int i = 0; i < WARM_UP; i++) {
            login(through, "root", password, warmUp, warmUp);
        }
        Latencies directPrompt = new Latencies();
        Latencies directShell = new Latencies();
        Latencies prompt = new Latencies();
        Latencies shell = new Latencies();
        for (int i = 0; i < ROUNDS; i++) {
            login(direct, account, password, directPrompt, directShell);
            login(through, "root", password, prompt, shell);
        }
        print("prompt", directPrompt, prompt);
        print("login", directShell, shell);
    }

    /** Until the prompt, and from the password to the shell. */
    private static void login(int port, String username, String password, Latencies prompt, Latencies shell)
            throws IOException {
        long began = System.nanoTime();
        try (TelnetBot bot = TelnetBot.connect(port)) {
            bot.await("login: ");
            prompt.add(System.nanoTime() - began);
            bot.send(username);
            bot.await("Password: ");
            began = System.nanoTime();
            bot.send(password);
            bot.await("$ ");
            shell.add(System.nanoTime() - began);
        }
    }

    private static void print(String what, Latencies direct, Latencies through) {
        OUT.printf(
                Locale.ROOT,
                "%-9s median %.1f ms through the sensor, %.1f ms straight from telnetd; 95 %%: %.1f and %.1f ms%n",
                what,
                through.percentile(0.5),
                direct.percentile(0.5),
                through.percentile(0.95),
                direct.percentile(0.95));
    }

    private void crowd(int bots) throws IOException, InterruptedException {
        long heap = sensor.liveHeap();
        long resident = sensor.resident();
        AtomicInteger logins = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch connected = new CountDownLatch(bots);
        CountDownLatch measured = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long end = System.nanoTime() + CROWD.toNanos();
            for (int i = 0; i < bots; i++) {
                threads.execute(() -> bot(end, logins, failures, connected, measured));
            }
            connected.await();
            long before = logins.get();
            long began = System.nanoTime();
            Thread.sleep(Duration.ofNanos(Math.max(1, end - began)));
            double seconds = (System.nanoTime() - began) / 1e9;
            OUT.printf(
                    Locale.ROOT,
                    "crowd     %d sessions at once: %.0f logins a second%n",
                    bots,
                    (logins.get() - before) / seconds);
            OUT.printf(
                    Locale.ROOT,
                    "memory    %.1f KiB of heap and %.1f KiB resident a session; %d threads, %.0f MB resident%n",
                    (double) (sensor.liveHeap() - heap) / bots,
                    (double) (sensor.resident() - resident) / bots,
                    sensor.threads(),
                    sensor.resident() / BYTES_PER_KIB);
            measured.countDown();
        }
        targets.atMost("bots that were not served", failures.get(), 0);
    }

    private static void bot(
            long end, AtomicInteger logins, AtomicInteger failures, CountDownLatch connected, CountDownLatch measured) {
        try (TelnetBot bot = TelnetBot.connect(Integer.parseInt(System.getenv("BENCH_SENSOR_PORT")))) {
            bot.await("login: ");
            connected.countDown();
            for (int i = 0; i < 99 && System.nanoTime() - end < 0; i++) {
                bot.send("root");
                bot.await("Password: ");
                bot.send("123456");
                bot.await("incorrect");
                logins.incrementAndGet();
                bot.await("login: ");
            }
            measured.await();
        } catch (IOException e) {
            failures.incrementAndGet();
            connected.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String setting(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }
}
