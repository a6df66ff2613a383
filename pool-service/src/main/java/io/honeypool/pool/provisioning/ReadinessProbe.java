package io.honeypool.pool.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a guest whether it takes logins: whether it says its SSH identification (RFC 4253, section 4.2). */
final class ReadinessProbe {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 5_000;
    private static final int LONGEST_LINE = 255;

    /** Asks once; takes 6 s at most. */
    boolean answers(InetSocketAddress guest) {
        try (Socket socket = new Socket()) {
            socket.connect(guest, CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            return readLine(socket.getInputStream()).startsWith("SSH-2.0-");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String readLine(InputStream in) throws IOException {
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        while (length < line.length) {
            int next = in.read();
            if (next < 0 || next == '\n') {
                break;
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.US_ASCII);
    }
}
