package io.honeypool.system.bench;

import io.honeypool.system.bench.SensorProcess.Time;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * OpenSSH's client to an OpenSSH server, straight and through the sensor, in turns: what the sensor costs. Ends with 1
 * if a target was missed; {@code deploy/bench/ssh.sh} starts it.
 */
final class SshBench {

    private static final int IDLE = 200;
    private static final int AT_ONCE = 8;
    private static final int CROWD = 160;
    private static final int WARM_UP = 60;
    private static final int ROUNDS = 3;

    /** More than the time between two trims of the native heap. */
    private static final int SETTLED_SECONDS = 12;

    private static final double BYTES_PER_KIB = 1024;
    private static final PrintStream OUT = System.out;

    private final Map<String, String> environment;
    private final OpenSshClient direct;
    private final OpenSshClient through;
    private final SensorProcess sensor;
    private final Targets targets = new Targets(OUT);

    private SshBench(Map<String, String> environment) {
        this.environment = environment;
        this.direct =
                new OpenSshClient(Integer.parseInt(setting("BENCH_DIRECT_PORT")), setting("BENCH_ACCOUNT"), List.of());
        this.through = new OpenSshClient(Integer.parseInt(setting("BENCH_SENSOR_PORT")), "root", List.of());
        this.sensor = new SensorProcess(
                Long.parseLong(setting("BENCH_SENSOR_PID")), Path.of(System.getProperty("java.home"), "bin", "jcmd"));
    }

    /** Takes no arguments: all it needs to know is in the environment. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        SshBench bench = new SshBench(System.getenv());
        bench.run();
        System.exit(bench.targets.reached() ? 0 : 1);
    }

    private void run() throws IOException, InterruptedException, ExecutionException {
        first();
        idle();
        logins(Integer.parseInt(setting("BENCH_LOGINS")));
        crowd();
        int megabytes = Integer.parseInt(setting("BENCH_MEGABYTES"));
        transfers(new Cipher("aes128-gcm@openssh.com", 1.5, 804), megabytes);
        transfers(new Cipher("aes256-ctr", 2.6, 455), megabytes);
        transfers(new Cipher("chacha20-poly1305@openssh.com", 3.5, 589), megabytes);
        OUT.printf(
                Locale.ROOT,
                "sensor    at the end: %d threads, %.0f MB resident, %.0f MB at most%n",
                sensor.threads(),
                sensor.resident() / BYTES_PER_KIB,
                sensor.mostResident() / BYTES_PER_KIB);
    }

    /** The first login of the sensor's life, and enough of them for Java to know what matters. */
    private void first() throws IOException, InterruptedException {
        double first = through.nanos("true") / 1e6;
        double second = through.nanos("true") / 1e6;
        OUT.printf(
                Locale.ROOT,
                "first     login after the sensor's start: %.0f ms, the second %.0f ms, direct %.0f ms%n",
                first,
                second,
                direct.nanos("true") / 1e6);
        for (int i = 0; i < WARM_UP; i++) {
            through.nanos("true");
        }
    }

    private void idle() throws IOException, InterruptedException, ExecutionException {
        long heapBefore = sensor.liveHeap();
        long residentBefore = sensor.resident();
        int threads;
        long resident;
        long heap;
        long residentAtOnce;
        try (IdleSessions sessions = IdleSessions.open(through, IDLE)) {
            residentAtOnce = sensor.resident();
            resident = settled();
            heap = sensor.liveHeap();
            threads = sensor.threads();
            if (sessions.alive() != IDLE) {
                throw new IllegalStateException("only " + sessions.alive() + " sessions are left");
            }
        }
        OUT.printf(
                Locale.ROOT,
                "idle      %d sessions: %d threads; heap in use %.1f MB without, %.1f MB with, %.1f MB after them;"
                        + " resident %.0f MB without, %.0f MB just after they began%n",
                IDLE,
                threads,
                heapBefore / BYTES_PER_KIB,
                heap / BYTES_PER_KIB,
                sensor.liveHeap() / BYTES_PER_KIB,
                residentBefore / BYTES_PER_KIB,
                residentAtOnce / BYTES_PER_KIB);
        targets.atMost("memory per idle session, KB of heap", (heap - heapBefore) * 1.024 / IDLE, 150);
        targets.atMost("resident with " + IDLE + " sessions, MB", resident / BYTES_PER_KIB, 220);
    }

    /** Resident memory once Java has given back what only the beginning of the sessions needed, in KiB. */
    private long settled() throws IOException, InterruptedException {
        long least = sensor.resident();
        for (int quiet = 0; quiet < SETTLED_SECONDS; quiet++) {
            TimeUnit.SECONDS.sleep(1);
            long now = sensor.resident();
            if (now < least) {
                least = now;
                quiet = 0;
            }
        }
        return least;
    }

    /** In turns, so that what else the host does meets both alike. */
    private void logins(int rounds) throws IOException, InterruptedException {
        Latencies straight = new Latencies();
        Latencies relayed = new Latencies();
        Time before = sensor.time();
        for (int i = 0; i < rounds; i++) {
            straight.add(direct.nanos("true"));
            relayed.add(through.nanos("true"));
        }
        Time used = sensor.time().since(before);
        print("login", "direct", straight);
        print("login", "through the sensor", relayed);
        OUT.printf(
                Locale.ROOT,
                "login     processor time of the sensor: %.0f ms each; %s%n",
                used.all() * 1000 / rounds,
                used.shares());
        targets.atMost("ssh host true, times direct", relayed.percentile(0.5) / straight.percentile(0.5), 1.2);
    }

    private void crowd() throws InterruptedException, ExecutionException {
        double straight = perSecond(direct);
        double relayed = perSecond(through);
        OUT.printf(
                Locale.ROOT,
                "crowd     %d at once: direct %.1f logins a second, through the sensor %.1f%n",
                AT_ONCE,
                straight,
                relayed);
    }

    private static double perSecond(OpenSshClient client) throws InterruptedException, ExecutionException {
        List<Callable<Long>> logins = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            logins.add(() -> client.nanos("true"));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            long begin = System.nanoTime();
            for (Future<Long> login : threads.invokeAll(logins)) {
                login.get();
            }
            return CROWD * 1e9 / (System.nanoTime() - begin);
        }
    }

    /**
     * What a transfer may cost. Hosts differ, and one host by the hour: what counts is the sensor's time as a multiple
     * of the time that the same transfer takes straight, which is what both figures come to on the host they are from.
     *
     * @param name OpenSSH's
     * @param most processor seconds of the sensor for a gigabyte, on a host whose straight transfer is of that speed
     * @param speed megabytes a second
     */
    private record Cipher(String name, double most, double speed) {

        double mostTimesDirect() {
            return most * speed / 1000;
        }
    }

    private void transfers(Cipher cipher, int megabytes) throws IOException, InterruptedException {
        File zeros = new File(setting("BENCH_FILE"));
        String get = "head -c " + megabytes + "M /dev/zero";
        String put = "cat > /dev/null";
        OpenSshClient straight = direct.with("-c", cipher.name, "-m", "hmac-sha2-256");
        OpenSshClient relayed = through.with("-c", cipher.name, "-m", "hmac-sha2-256");
        relayed.nanos(get);
        relayed.nanos(put, zeros);
        Transfers to = new Transfers(straight, relayed, put, zeros);
        Transfers from = new Transfers(straight, relayed, get, new File("/dev/null"));
        Time before = sensor.time();
        for (int round = 0; round < ROUNDS; round++) {
            to.once();
            from.once();
        }
        Time all = sensor.time().since(before);
        double moved = ROUNDS * megabytes * BYTES_PER_KIB * BYTES_PER_KIB;
        OUT.printf(
                Locale.ROOT,
                "transfer  %s: to the guest %.0f MB/s direct, %.0f through; from it %.0f direct, %.0f through;"
                        + " CPU s/GB %.2f and %.2f (%.1f on a host of %.0f MB/s); %s%n",
                cipher.name,
                moved * 1e3 / to.directNanos,
                moved * 1e3 / to.throughNanos,
                moved * 1e3 / from.directNanos,
                moved * 1e3 / from.throughNanos,
                to.processor / moved * 1e9,
                from.processor / moved * 1e9,
                cipher.most,
                cipher.speed,
                all.shares());
        targets.atMost(
                cipher.name + ", CPU of the sensor, times the direct transfer's duration",
                (to.processor + from.processor) * 1e9 / (to.directNanos + from.directNanos),
                cipher.mostTimesDirect());
    }

    /**
     * The same transfer straight and through the sensor, in turns, so that what else the host does meets both alike.
     */
    private final class Transfers {

        private final OpenSshClient straight;
        private final OpenSshClient relayed;
        private final String remote;
        private final File input;
        private long directNanos;
        private long throughNanos;
        private double processor;

        Transfers(OpenSshClient straight, OpenSshClient relayed, String remote, File input) {
            this.straight = straight;
            this.relayed = relayed;
            this.remote = remote;
            this.input = input;
        }

        void once() throws IOException, InterruptedException {
            directNanos += straight.nanos(remote, input);
            Time before = sensor.time();
            throughNanos += relayed.nanos(remote, input);
            processor += sensor.time().since(before).all();
        }
    }

    private static void print(String what, String way, Latencies latencies) {
        OUT.printf(
                Locale.ROOT,
                "%-9s %s: median %.0f ms, p95 %.0f ms, of %d%n",
                what,
                way,
                latencies.percentile(0.5),
                latencies.percentile(0.95),
                latencies.count());
    }

    private String setting(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }
}
