package io.honeypool.pool.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a guest whether it takes logins: whether it says its SSH identification (RFC 4253, section 4.2), or, on a Telnet
 * port, begins to negotiate (RFC 854).
 */
final class ReadinessProbe {

    private static final int CONNECT_MILLIS = 300;
    private static final int ANSWER_MILLIS = 5_000;
    private static final int LONGEST_LINE = 255;
    private static final String IAC = "\u00ff";

    /** Asks once; takes 5.3 s at most. */
    boolean answers(InetSocketAddress guest) {
        try (Socket socket = new Socket()) {
            socket.connect(guest, CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            String line = readLine(socket.getInputStream());
            return line.startsWith("SSH-2.0-") || line.startsWith(IAC);
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
            if (next == IAC.charAt(0) && length == 1) {
                break;
            }
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
}
