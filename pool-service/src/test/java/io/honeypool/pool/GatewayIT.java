package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.gateway.Gateway;
import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.EnrolledCaller;
import io.honeypool.pool.testing.PlainGuest;
import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.TunnelCall;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The gateway over TLS, with TCP servers that play the guests. */
@ExtendWith(OutputCaptureExtension.class)
class GatewayIT {

    private static final int MANY = 2_000;
    private static final AtomicInteger SOURCES = new AtomicInteger();
    private static RunningPool pool;
    private static EnrolledCaller edge;

    /** A lease with its connection and pass. */
    private record Held(String lease, String guest, String connection, String token) {

        String target() {
            return lease + ".guest:22";
        }
    }

    @BeforeAll
    static void start() {
        pool = RunningPool.start(EnrolledCaller.settings(
                "honeypool.pool.guests.maximum", "60",
                "honeypool.pool.guests.ready", "4",
                "honeypool.pool.gateway.doorway-time", "2m"));
        edge = EnrolledCaller.join(pool, "edge");
        await().until(() -> pool.database()
                .sql("SELECT count(*) FROM pool_owner WHERE gateway IS NOT NULL")
                .query(Integer.class)
                .single()
                .equals(1));
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
    }

    @Test
    void bytesGoBothWaysUnchanged() throws IOException, InterruptedException {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (PlainGuest guest = PlainGuest.echo();
                TunnelCall tunnel = open(lease(guest))) {
            assertThat(tunnel.answer()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
            Thread sending = Thread.ofVirtual().start(() -> send(tunnel, sent));
            byte[] back = tunnel.socket().getInputStream().readNBytes(sent.length);
            sending.join();

            assertThat(back).isEqualTo(sent);
        }
    }

    @Test
    void onlyTheRightTokenOpens(CapturedOutput output) throws IOException {
        try (PlainGuest guest = PlainGuest.echo()) {
            Held held = lease(guest);
            Held other = lease(guest);

            assertRefused(held.target(), "", 407, "no-token");
            assertRefused(held.target(), "A".repeat(43), 407, "unknown-token");
            assertRefused(held.target(), other.token(), 403, "foreign-token");
            assertRefused(UUID.randomUUID() + ".guest:22", held.token(), 403, "foreign-token");
            assertRefused(held.lease() + ".guest:23", held.token(), 502, "not-offered");
            assertRefused("127.0.0.1:22", held.token(), 403, "destination");
            assertThat(guest.open()).isZero();
            try (TunnelCall answer = connect(held.target(), "")) {
                assertThat(answer.answer()).contains("Proxy-Authenticate: Bearer realm=\"honeypool\"\r\n");
            }
            assertThat(output.getAll())
                    .contains("Refused a connection to the gateway from 127.0.0.1: foreign-token")
                    .doesNotContain(held.token())
                    .doesNotContain(other.token());
        }
    }

    @Test
    void aTokenIsDeadWhenItsConnectionIsReleasedOrLateOrItsLeaseOver() throws IOException {
        try (PlainGuest guest = PlainGuest.echo()) {
            Held released = lease(guest);
            Held late = lease(guest);
            Held ended = lease(guest);
            edge.api().call("DELETE", path(released));
            pool.database()
                    .sql("UPDATE lease_connection SET deadline = now() - interval '1 second' WHERE connection_id = ?")
                    .param(late.connection())
                    .update();
            pool.api("operator").call("DELETE", "/api/v1/leases/" + ended.lease());

            assertRefused(released.target(), released.token(), 403, "ended");
            assertRefused(late.target(), late.token(), 403, "expired-token");
            assertRefused(ended.target(), ended.token(), 403, "ended");

            assertThat(edge.api().call("PUT", path(late)).status()).isEqualTo(200);
            try (TunnelCall renewed = open(late)) {
                assertThat(renewed.status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"release", "end", "retire", "revoke"})
    void aTunnelEndsWithItsConnectionLeaseGuestOrSensor(String what) throws IOException {
        EnrolledCaller own = EnrolledCaller.join(pool, "edge-" + what);
        try (PlainGuest guest = PlainGuest.echo()) {
            Held held = lease(guest, own);
            double before = ended("lease-over");
            try (TunnelCall tunnel = open(held);
                    TunnelCall second = open(held)) {
                assertEchoes(tunnel, "one");
                Api operator = pool.api("operator");
                int status = switch (what) {
                    case "release" -> own.api().call("DELETE", path(held, own)).status();
                    case "end" ->
                        operator.call("DELETE", "/api/v1/leases/" + held.lease())
                                .status();
                    case "retire" ->
                        operator.call("POST", "/api/v1/guests/" + held.guest() + "/retire")
                                .status();
                    default ->
                        operator.call("DELETE", "/api/v1/sensors/" + own.name()).status();
                };
                assertThat(status).isIn(200, 204);

                assertThat(endOf(tunnel)).isTrue();
                assertThat(endOf(second)).isTrue();
                await().until(() -> guest.open() == 0);
                await().until(() -> ended("lease-over") == before + 2);
            }
            assertThat(connect(held.target(), held.token()).status()).isIn(403, 407);
        }
    }

    @Test
    void aTunnelOfALeaseThatGoesOnStays() throws IOException {
        try (PlainGuest guest = PlainGuest.echo()) {
            Held held = lease(guest);
            Held other = lease(guest);
            try (TunnelCall tunnel = open(held);
                    TunnelCall gone = open(other)) {
                pool.database()
                        .sql("UPDATE lease_connection SET deadline = now() - interval '1 second'"
                                + " WHERE connection_id = ?")
                        .param(held.connection())
                        .update();
                await().until(() -> pool.database()
                        .sql("SELECT count(*) FROM lease_connection"
                                + " WHERE connection_id = ? AND close_reason = 'EXPIRED'")
                        .param(held.connection())
                        .query(Integer.class)
                        .single()
                        .equals(1));
                pool.api("operator").call("DELETE", "/api/v1/leases/" + other.lease());
                assertThat(endOf(gone)).isTrue();

                assertEchoes(tunnel, "still here");
            }
        }
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOpen() throws IOException {
        try (PlainGuest guest = PlainGuest.start((socket, in, out) -> {
                    byte[] all = in.readAllBytes();
                    out.write(("got " + all.length).getBytes(StandardCharsets.US_ASCII));
                });
                TunnelCall tunnel = open(lease(guest))) {
            tunnel.socket().getOutputStream().write(new byte[100_000]);
            tunnel.socket().shutdownOutput();

            assertThat(new String(tunnel.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("got 100000");
        }
    }

    @Test
    void theEndOfTheGuestsDirectionLeavesTheOtherOpen() throws IOException {
        AtomicLong got = new AtomicLong();
        try (PlainGuest guest = PlainGuest.start((socket, in, out) -> {
                    out.write("bye".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    got.set(in.readAllBytes().length);
                });
                TunnelCall tunnel = open(lease(guest))) {
            assertThat(tunnel.socket().getInputStream().readAllBytes()).hasSize(3);
            tunnel.socket().getOutputStream().write(new byte[70_000]);
            tunnel.socket().shutdownOutput();

            await().until(() -> got.get() == 70_000);
        }
    }

    @Test
    void whatASlowReaderDoesNotTakeIsNotReadFromTheGuest() throws IOException {
        int all = 64 << 20;
        AtomicLong sent = new AtomicLong();
        try (PlainGuest guest = PlainGuest.start((socket, in, out) -> {
                    byte[] block = new byte[1 << 16];
                    while (sent.get() < all) {
                        out.write(block);
                        sent.addAndGet(block.length);
                    }
                });
                TunnelCall tunnel = open(lease(guest))) {
            AtomicLong seen = new AtomicLong(-1);
            await().pollInterval(Duration.ofSeconds(1)).until(() -> seen.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(all / 2);

            assertThat(tunnel.socket().getInputStream().readAllBytes()).hasSize(all);
        }
    }

    @Test
    void twoThousandTunnelsStandAtTheSameTime() throws IOException, InterruptedException, ExecutionException {
        try (PlainGuest guest = PlainGuest.echo();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Held held = lease(guest);
            CountDownLatch allStand = new CountDownLatch(MANY);
            CountDownLatch seen = new CountDownLatch(1);
            List<Future<String>> lines = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                String line = "tunnel " + i + "\n";
                lines.add(threads.submit(() -> {
                    try (TunnelCall tunnel = stand(held, allStand)) {
                        seen.await();
                        return exchange(tunnel, line);
                    }
                }));
            }
            allStand.await();
            double tunnels = gauge("honeypool.pool.gateway.tunnels");
            seen.countDown();

            for (int i = 0; i < MANY; i++) {
                assertThat(lines.get(i).get()).isEqualTo("tunnel " + i + "\n");
            }
            assertThat(tunnels).isGreaterThanOrEqualTo(MANY);
            await().until(() -> guest.open() == 0);
        }
    }

    @Test
    void aGuestThatDoesNotAnswerIsABadGateway() throws IOException {
        PlainGuest guest = PlainGuest.echo();
        Held held = lease(guest);
        guest.close();

        assertRefused(held.target(), held.token(), 502, "unreachable");
    }

    @Test
    void whatIsNotAConnectIsRefused() throws IOException {
        try (TunnelCall get = TunnelCall.say(edge.trust(), port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                TunnelCall noise = TunnelCall.say(edge.trust(), port(), "\u0000\u0001\r\n\r\n");
                TunnelCall endless = TunnelCall.say(edge.trust(), port(), "CONNECT " + "a".repeat(5_000))) {
            assertThat(get.status()).isEqualTo(405);
            assertThat(noise.status()).isEqualTo(400);
            assertThat(endless.status()).isEqualTo(431);
        }
    }

    @Test
    void whatIsNotTls13GetsNothing() throws IOException {
        double before = refused("no-request");
        try (Socket plain = new Socket(java.net.InetAddress.getLoopbackAddress(), port())) {
            plain.setSoTimeout(30_000);
            plain.getOutputStream().write("CONNECT x:22 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.shutdownOutput();
            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP");
        }
        try (javax.net.ssl.SSLSocket old =
                (javax.net.ssl.SSLSocket) edge.trust().getSocketFactory().createSocket("127.0.0.1", port())) {
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatException().isThrownBy(old::startHandshake).isInstanceOf(javax.net.ssl.SSLException.class);
        }
        await().until(() -> refused("no-request") >= before + 2);
    }

    @Test
    void whoeverComesAndSaysNothingIsInNobodysWay() throws IOException {
        try (RunningPool small = RunningPool.start(EnrolledCaller.settings(
                        "honeypool.pool.gateway.doorway", "20", "honeypool.pool.gateway.doorway-time", "2s"));
                PlainGuest guest = PlainGuest.echo()) {
            EnrolledCaller caller = EnrolledCaller.join(small, "edge");
            Held held = lease(small, guest, caller);
            int port = small.bean(Gateway.class).port();
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    silent.add(new Socket(java.net.InetAddress.getLoopbackAddress(), port));
                }
                try (TunnelCall tunnel = TunnelCall.connect(caller.trust(), port, held.target(), held.token())) {
                    assertEchoes(tunnel, "through");
                    for (Socket socket : silent) {
                        socket.setSoTimeout(30_000);
                        assertThat(isOver(socket)).isTrue();
                    }
                    assertEchoes(tunnel, "still through");
                }
                assertThat(counter(small, "refused", "crowded-out")).isGreaterThanOrEqualTo(270);
                assertThat(counter(small, "refused", "too-slow")).isGreaterThanOrEqualTo(10);
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void silentAndSurplusTunnelsEnd() throws IOException {
        try (RunningPool small = RunningPool.start(EnrolledCaller.settings(
                        "honeypool.pool.gateway.tunnels", "1", "honeypool.pool.gateway.idle-time", "2s"));
                PlainGuest guest = PlainGuest.echo()) {
            EnrolledCaller caller = EnrolledCaller.join(small, "edge");
            Held held = lease(small, guest, caller);
            int port = small.bean(Gateway.class).port();
            try (TunnelCall tunnel = TunnelCall.connect(caller.trust(), port, held.target(), held.token());
                    TunnelCall surplus = TunnelCall.connect(caller.trust(), port, held.target(), held.token())) {
                assertThat(surplus.status()).isEqualTo(503);
                assertEchoes(tunnel, "here");
                assertThat(endOf(tunnel)).isTrue();
                await().until(() -> counter(small, "ended", "idle") == 1);
            }
        }
    }

    @Test
    void aStoppedPoolEndsItsTunnels() throws IOException {
        try (RunningPool small = RunningPool.start(EnrolledCaller.settings());
                PlainGuest guest = PlainGuest.echo()) {
            EnrolledCaller caller = EnrolledCaller.join(small, "edge");
            Held held = lease(small, guest, caller);
            try (TunnelCall tunnel =
                    TunnelCall.connect(caller.trust(), small.bean(Gateway.class).port(), held.target(), held.token())) {
                assertEchoes(tunnel, "here");
                small.stop();
                assertThat(endOf(tunnel)).isTrue();
            }
        }
    }

    private static Held lease(PlainGuest guest) {
        return lease(guest, edge);
    }

    private static Held lease(PlainGuest guest, EnrolledCaller caller) {
        return lease(pool, guest, caller);
    }

    /** A lease whose guest answers where the plain one does. */
    private static Held lease(RunningPool from, PlainGuest guest, EnrolledCaller caller) {
        int number = SOURCES.incrementAndGet();
        String connection = "gw-" + number;
        String body = "{\"sensorId\":\"" + caller.name() + "\",\"connectionId\":\"" + connection
                + "\",\"sourceAddress\":\"10.9." + number + ".1\",\"protocol\":\"SSH\"}";
        await().until(() -> from.guests("READY") > 0
                && from.database()
                        .sql("SELECT count(*) FROM pool_owner WHERE gateway IS NOT NULL")
                        .query(Integer.class)
                        .single()
                        .equals(1));
        JsonNode grant = caller.api().call("POST", "/api/v1/leases", body).json();
        String guestId = grant.path("guestId").asString();
        from.database()
                .sql("UPDATE guest SET ssh_port = ?, telnet_port = 0 WHERE id = ?")
                .params(guest.port(), UUID.fromString(guestId))
                .update();
        return new Held(
                grant.path("leaseId").asString(),
                guestId,
                connection,
                grant.at("/gateway/token").asString());
    }

    private static String path(Held held) {
        return path(held, edge);
    }

    private static String path(Held held, EnrolledCaller caller) {
        return "/api/v1/leases/" + held.lease() + "/connections/" + held.connection() + "?sensorId=" + caller.name();
    }

    private static int port() {
        return pool.bean(Gateway.class).port();
    }

    /** Opens one of many; whoever waits for all of them does not wait for one that failed. */
    private static TunnelCall stand(Held held, CountDownLatch all) throws IOException {
        try {
            return open(held);
        } finally {
            all.countDown();
        }
    }

    private static TunnelCall open(Held held) throws IOException {
        TunnelCall tunnel = connect(held.target(), held.token());
        assertThat(tunnel.status()).isEqualTo(200);
        return tunnel;
    }

    private static TunnelCall connect(String target, String token) throws IOException {
        return TunnelCall.connect(edge.trust(), port(), target, token);
    }

    private static void assertRefused(String target, String token, int status, String reason) throws IOException {
        double before = refused(reason);
        try (TunnelCall call = connect(target, token)) {
            assertThat(call.status()).as(reason).isEqualTo(status);
            assertThat(endOf(call)).isTrue();
        }
        await().until(() -> refused(reason) == before + 1);
    }

    private static void assertEchoes(TunnelCall tunnel, String word) throws IOException {
        assertThat(exchange(tunnel, word)).isEqualTo(word);
    }

    private static String exchange(TunnelCall tunnel, String word) throws IOException {
        OutputStream out = tunnel.socket().getOutputStream();
        InputStream in = tunnel.socket().getInputStream();
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        out.write(bytes);
        return new String(in.readNBytes(bytes.length), StandardCharsets.US_ASCII);
    }

    private static void send(TunnelCall tunnel, byte[] bytes) {
        try {
            tunnel.socket().getOutputStream().write(bytes);
        } catch (IOException lost) {
            throw new java.io.UncheckedIOException(lost);
        }
    }

    /** Whether the gateway ends a tunnel; it sends nothing before. */
    private static boolean endOf(TunnelCall tunnel) {
        try {
            return tunnel.socket().getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    private static boolean isOver(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    private static double refused(String reason) {
        return counter(pool, "refused", reason);
    }

    private static double ended(String reason) {
        return counter(pool, "ended", reason);
    }

    private static double counter(RunningPool of, String name, String reason) {
        return of.bean(MeterRegistry.class)
                .get("honeypool.pool.gateway." + name)
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static double gauge(String name) {
        return pool.bean(MeterRegistry.class).get(name).gauge().value();
    }
}
