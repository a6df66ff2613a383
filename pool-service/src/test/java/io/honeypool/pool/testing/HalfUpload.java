package io.honeypool.pool.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.core.env.Environment;

/** A file that a sensor brings, half of it for now. Closing it ends the connection. */
public final class HalfUpload implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Socket socket;
    private final byte[] rest;

    private HalfUpload(Socket socket, byte[] rest) {
        this.socket = socket;
        this.rest = rest;
    }

    /** Sends the first half. */
    public static HalfUpload begin(RunningPool pool, String path, byte[] content) throws IOException {
        int port = pool.bean(Environment.class).getRequiredProperty("local.server.port", Integer.class);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        String head = "PUT " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + pool.api("sensor").token() + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                + content.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(content, 0, content.length / 2);
        return new HalfUpload(socket, Arrays.copyOfRange(content, content.length / 2, content.length));
    }

    /** Sends the rest. */
    public void finish() throws IOException {
        socket.getOutputStream().write(rest);
    }

    /** The status of the answer. */
    public int awaitStatus() throws IOException {
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        return Integer.parseInt(Objects.requireNonNull(answer.readLine()).split(" ", 3)[1]);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
