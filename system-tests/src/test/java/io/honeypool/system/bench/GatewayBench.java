package io.honeypool.system.bench;

import io.honeypool.system.bench.SensorProcess.Time;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSocket;

/**
 * Bulk to and from a plain TCP server, straight and through the gateway of a running pool, in turns; and the memory
 * that idle tunnels take. Ends with 1 if a target was missed; {@code deploy/bench/gateway.sh} starts it.
 */
final class GatewayBench {

    private static final int IDLE = 2_000;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;
    private static final double BYTES_PER_MEBIBYTE = 1024 * 1024;
    private static final double KIB_PER_MB = 1e6 / 1024;
    private static final PrintStream OUT = System.out;

    private final Map<String, String> environment;
    private final RemoteSensor sensor;
    private final SensorProcess pool;
    private final long bytes;
    private final InetAddress host;
    private final Targets targets = new Targets(OUT);

    private GatewayBench(Map<String, String> environment) throws IOException, GeneralSecurityException {
        this.environment = environment;
        this.host = InetAddress.ofLiteral(setting("BENCH_HOST"));
        this.sensor = new RemoteSensor(
                Path.of(setting("BENCH_CREDENTIALS")),
                Path.of(setting("BENCH_GRANT")),
                new InetSocketAddress(host, Integer.parseInt(setting("BENCH_GATEWAY_PORT"))));
        this.pool = new SensorProcess(
                Long.parseLong(setting("BENCH_POOL_PID")), Path.of(System.getProperty("java.home"), "bin", "jcmd"));
        this.bytes = (long) (Long.parseLong(setting("BENCH_MEGABYTES")) * BYTES_PER_MEBIBYTE);
    }

    /** Takes no arguments: all it needs to know is in the environment. */
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        GatewayBench bench = new GatewayBench(System.getenv());
        boolean overLink = !bench.setting("BENCH_LINK").equals("none");
        if (overLink) {
            bench.idle();
        }
        bench.bulk("to the guest", PlainPeer.SWALLOW, overLink);
        bench.bulk("from the guest", PlainPeer.POUR, overLink);
        System.exit(bench.targets.reached() ? 0 : 1);
    }

    private void idle() throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            close(open(IDLE / 10));
        }
        long heapBefore = pool.liveHeap();
        long before = pool.resident();
        List<SSLSocket> tunnels = open(IDLE);
        long after = pool.resident();
        long heap = pool.liveHeap();
        for (SSLSocket tunnel : tunnels) {
            echo(tunnel);
        }
        OUT.printf(
                Locale.ROOT,
                "idle      %d tunnels: resident %.0f MB without, %.0f MB with; heap in use %.1f MB without, %.1f MB with; %d threads%n",
                IDLE,
                before / KIB_PER_MB,
                after / KIB_PER_MB,
                heapBefore / KIB_PER_MB,
                heap / KIB_PER_MB,
                pool.threads());
        close(tunnels);
        targets.atMost("memory of " + IDLE + " idle tunnels, MB", (after - before) / KIB_PER_MB, 100);
    }

    /** Tunnels that have shown that they are there. */
    private List<SSLSocket> open(int number) throws IOException {
        List<SSLSocket> tunnels = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            SSLSocket tunnel = sensor.tunnel();
            tunnel.getOutputStream().write(PlainPeer.request(PlainPeer.ECHO, 0));
            echo(tunnel);
            tunnels.add(tunnel);
        }
        return tunnels;
    }

    private static void echo(Socket tunnel) throws IOException {
        tunnel.getOutputStream().write('x');
        if (tunnel.getInputStream().read() != 'x') {
            throw new IOException("a tunnel is not there any more");
        }
    }

    private static void close(List<SSLSocket> tunnels) throws IOException {
        for (SSLSocket tunnel : tunnels) {
            tunnel.close();
        }
    }

    /** In turns, so that what else the host does meets both alike. */
    private void bulk(String direction, byte what, boolean judged) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            time(direct(), what);
            time(sensor.tunnel(), what);
        }
        Latencies straight = new Latencies();
        Latencies through = new Latencies();
        double used = 0;
        for (int i = 0; i < ROUNDS; i++) {
            straight.add(time(direct(), what));
            Time before = pool.time();
            through.add(time(sensor.tunnel(), what));
            used += pool.time().since(before).all();
        }
        double share = straight.percentile(0.5) / through.percentile(0.5);
        OUT.printf(
                Locale.ROOT,
                "bulk      %s, link %s: %.0f MB/s direct, %.0f MB/s through the gateway (%.2f of it); the gateway's CPU s/GB %.2f%n",
                direction,
                setting("BENCH_LINK"),
                speed(straight),
                speed(through),
                share,
                used / ROUNDS / (bytes / 1e9));
        if (judged) {
            targets.atLeast(direction + ", share of direct", share, 0.6);
        }
    }

    private Socket direct() throws IOException {
        Socket socket = new Socket(host, Integer.parseInt(setting("BENCH_PEER_PORT")));
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Moves the bytes, and closes the connection. */
    private long time(Socket socket, byte what) throws IOException {
        try (socket) {
            long begin = System.nanoTime();
            socket.getOutputStream().write(PlainPeer.request(what, bytes));
            if (what == PlainPeer.SWALLOW) {
                PlainPeer.pour(socket.getOutputStream(), bytes);
                PlainPeer.swallow(socket.getInputStream(), 1);
            } else {
                PlainPeer.swallow(socket.getInputStream(), bytes);
            }
            return System.nanoTime() - begin;
        }
    }

    private double speed(Latencies taken) {
        return bytes / 1e3 / taken.percentile(0.5);
    }

    private String setting(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }
}
