package io.honeypool.pool.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a gateway, on which one may say anything.
 *
 * @param socket with TLS
 * @param answer the head of the answer; empty if there was none
 */
public record TunnelCall(SSLSocket socket, String answer) implements AutoCloseable {

    /** Asks for a tunnel. */
    public static TunnelCall connect(SSLContext trust, int port, String target, String token) throws IOException {
        return say(
                trust,
                port,
                "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n"
                        + (token.isEmpty() ? "" : "Proxy-Authorization: Bearer " + token + "\r\n") + "\r\n");
    }

    /** Says something, and reads the head of the answer. */
    public static TunnelCall say(SSLContext trust, int port, String head) throws IOException {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int next = 0;
        while (next >= 0 && !answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            next = socket.getInputStream().read();
            if (next >= 0) {
                answer.write(next);
            }
        }
        return new TunnelCall(socket, answer.toString(StandardCharsets.ISO_8859_1));
    }

    /** The status of the answer; 0 if there was none. */
    public int status() {
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
