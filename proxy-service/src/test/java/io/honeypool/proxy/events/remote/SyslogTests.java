package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.RemoteSinkException;
import io.honeypool.proxy.events.SpooledEvent;
import io.honeypool.proxy.fixture.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogTests {

    private static final SpooledEvent EVENT = new SpooledEvent(
            new UUID(0, 1),
            "{\"eventid\":\"cowrie.command.input\",\"timestamp\":\"2026-01-31T12:00:00.000001Z\",\"session\":\"0123456789ab\","
                    + "\"protocol\":\"ssh\",\"src_ip\":\"192.0.2.7\",\"src_port\":4711,\"sensor\":\"edge 1\","
                    + "\"message\":\"CMD: a|b=c\\\\\",\"input\":\"é\"}");

    private static final String HEADER =
            "<133>1 2026-01-31T12:00:00.000001Z edge_1 honeypool - cowrie.command.input - ";

    @TempDir
    private Path directory;

    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Test
    void aMessageHasItsLengthBeforeIt() {
        byte[] framed = SyslogMessage.framed(EVENT, EventSettings.Syslog.Format.JSON);

        String text = new String(framed, StandardCharsets.UTF_8);
        assertThat(text).endsWith(" " + HEADER + EVENT.json());
        String length = text.substring(0, text.indexOf(' '));
        assertThat(framed.length - length.length() - 1).isEqualTo(Integer.parseInt(length));
    }

    @Test
    void whatMeansSomethingInCefIsEscaped() {
        String text = new String(SyslogMessage.framed(EVENT, EventSettings.Syslog.Format.CEF), StandardCharsets.UTF_8);

        assertThat(text)
                .contains(
                        "CEF:0|Honeypool|sensor|1|cowrie.command.input|CMD: a\\|b=c\\\\|5|src=192.0.2.7 spt=4711 app=ssh"
                                + " externalId=0123456789ab dvchost=edge 1 cs1Label=event cs1={")
                .contains("b\\=c");
    }

    @Test
    void aBatchIsTakenWhenTheServerHasReadIt() throws IOException, InterruptedException {
        int port;
        Syslog syslog;
        Thread serving;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            syslog = Syslog.of(settings(port, false, null, true), "127.0.0.1");
            serving = serve(() -> accept(server));
            syslog.send(List.of(EVENT, EVENT));
            assertThat(messages).hasSize(2);
        }
        // who waits in accept may accept once more while the socket is closed
        serving.join();
        assertThatIOException().isThrownBy(() -> syslog.send(List.of(EVENT)));
        try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            serve(() -> accept(server));
            syslog.send(List.of(EVENT));
        }
        syslog.close();

        assertThat(messages).hasSize(3).allMatch(message -> message.equals(HEADER + EVENT.json()));
    }

    @Test
    void whatAServerLeftUnreadIsNotTaken() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Syslog syslog = Syslog.of(settings(server.getLocalPort(), false, null, true), "127.0.0.1");
            serve(() -> acceptOne(server, 1, new CountDownLatch(0)));

            assertThatIOException().isThrownBy(() -> syslog.send(List.of(EVENT, EVENT)));
        }
        assertThat(messages).hasSize(1);
    }

    @Test
    void whoKeepsItsEndOpenIsServedOverOneConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Syslog syslog = Syslog.of(settings(server.getLocalPort(), false, null, false), "127.0.0.1");
            CountDownLatch served = new CountDownLatch(1);
            serve(() -> acceptOne(server, 2, served));
            syslog.send(List.of(EVENT));
            syslog.send(List.of(EVENT));

            await().until(() -> messages.size() == 2);
            served.countDown();
            await().untilAsserted(() -> assertThatIOException().isThrownBy(() -> syslog.send(List.of(EVENT))));
        }
    }

    @Test
    void aServerIsKnownByItsCertificate() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        Path authority = keys.authority(directory.resolve("authority.pem"));
        Path other = TestKeys.make(directory, "ip:127.0.0.1").authority(directory.resolve("other.pem"));
        try (ServerSocket server =
                keys.context().getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            serve(() -> accept(server));

            Syslog syslog = Syslog.of(settings(server.getLocalPort(), true, authority, true), "127.0.0.1");
            syslog.send(List.of(EVENT));
            syslog.send(List.of(EVENT));
            await().until(() -> messages.size() == 2);
            syslog.close();
            Syslog deceived = Syslog.of(settings(server.getLocalPort(), true, other, true), "127.0.0.1");
            assertThatIOException().isThrownBy(() -> deceived.send(List.of(EVENT)));
        }
        assertThat(messages).hasSize(2);
    }

    @Test
    void certificatesThatAreNoneStopTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("none.pem"), "");

        assertThatExceptionOfType(RemoteSinkException.class)
                .isThrownBy(() -> Syslog.of(settings(1, true, file, true), "127.0.0.1"));
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket accepted = server.accept()) {
                while (read(accepted.getInputStream())) {
                    // until it ends
                }
            } catch (IOException ended) {
                // as half of them should
            }
        }
    }

    /** Reads some messages, and hangs up when it is told to. */
    private void acceptOne(ServerSocket server, int count, CountDownLatch end) {
        try (Socket accepted = server.accept()) {
            for (int i = 0; i < count; i++) {
                read(accepted.getInputStream());
            }
            end.await();
        } catch (IOException | InterruptedException ended) {
            // is seen in what was read
        }
    }

    private static Thread serve(Runnable server) {
        return Thread.ofVirtual().start(server);
    }

    private boolean read(InputStream in) throws IOException {
        int length = 0;
        for (int b = in.read(); b != ' '; b = in.read()) {
            if (b < 0) {
                return false;
            }
            length = 10 * length + b - '0';
        }
        messages.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        return true;
    }

    private static EventSettings.Syslog settings(int port, boolean tls, @Nullable Path authority, boolean confirm) {
        return new EventSettings.Syslog("127.0.0.1", port, tls, authority, confirm, EventSettings.Syslog.Format.JSON);
    }
}
