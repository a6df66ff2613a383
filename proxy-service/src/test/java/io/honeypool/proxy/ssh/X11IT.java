package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in the guest that opens a window on the attacker's screen, which is this test (RFC 4254, section 6.3). */
class X11IT {

    private static final int FIRST_X11_PORT = 6000;

    /** Says hello with the cookie that sshd put where programs look for it, and prints what the screen answers. */
    private static final String PROGRAM = """
            import os, socket, subprocess
            display = os.environ["DISPLAY"]
            name, cookie = subprocess.check_output(["xauth", "list", display]).split()[1:3]
            cookie = bytes.fromhex(cookie.decode())
            pad = lambda data: data + bytes(-len(data) % 4)
            hello = b"l\\0" + b"".join(n.to_bytes(2, "little") for n in (11, 0, len(name), len(cookie), 0))
            screen = socket.create_connection(("localhost", 6000 + int(display.split(":")[1].split(".")[0])))
            screen.sendall(hello + pad(name) + pad(cookie))
            print(screen.makefile("rb").read().decode())
            """;

    @TempDir
    private Path directory;

    @Test
    void aProgramInTheGuestReachesTheAttackersScreen() throws IOException, InterruptedException {
        try (RealSshd guest = RealSshd.start(directory.resolve("guest"), "X11Forwarding yes");
                RunningSensor sensor = RunningSensor.start(directory.resolve("sensor"), guest.asBackend("root"));
                ServerSocket screen = screen()) {
            ProcessBuilder client = new OpenSsh(directory, RunningSensor.PASSWORD)
                    .builder("root", sensor.port(), "python3 -", "-Y", "-o", "XAuthLocation=/nonexistent");
            client.environment().put("DISPLAY", "127.0.0.1:" + (screen.getLocalPort() - FIRST_X11_PORT));
            Process attacker = client.redirectInput(Files.writeString(directory.resolve("program"), PROGRAM)
                            .toFile())
                    .redirectErrorStream(true)
                    .start();
            try (Socket window = screen.accept()) {
                byte[] hello = window.getInputStream().readNBytes(48);
                assertThat(new String(hello, StandardCharsets.ISO_8859_1))
                        .startsWith("l\0\u000b\0")
                        .contains("MIT-MAGIC-COOKIE-1");
                window.getOutputStream().write("a screen".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(attacker.getInputStream().readAllBytes()).asString().contains("a screen");
            assertThat(attacker.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(attacker.exitValue()).isZero();
        }
    }

    private static ServerSocket screen() throws IOException {
        for (int port = FIRST_X11_PORT + 40; ; port++) {
            try {
                ServerSocket screen = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                screen.setSoTimeout(60_000);
                return screen;
            } catch (BindException taken) {
                assertThat(port).as("a free port for a screen").isLessThan(FIRST_X11_PORT + 400);
            }
        }
    }
}
