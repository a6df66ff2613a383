package io.honeypool.system.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A Telnet client as bots are: refuses whatever is negotiated, waits for prompts and answers them. Not thread-safe. */
public final class TelnetBot implements AutoCloseable {

    private static final int IAC = 255;
    private static final int WILL = 251;
    private static final int DO = 253;
    private static final int WONT = 252;
    private static final int DONT = 254;
    private static final int SUBNEGOTIATION = 250;
    private static final int END = 240;
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[512];
    private int at;
    private int filled;

    private TelnetBot(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Connects to a port of 127.0.0.1; what does not come within two minutes is an error. */
    public static TelnetBot connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new TelnetBot(socket);
    }

    /** Sends a line. */
    public void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads until the text was shown. */
    public void await(String text) throws IOException {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(text) < 0) {
            int b = next();
            if (b == IAC) {
                command();
            } else {
                shown.append((char) b);
                if (shown.length() > 4096) {
                    shown.delete(0, 2048);
                }
            }
        }
    }

    private void command() throws IOException {
        int verb = next();
        if (verb == SUBNEGOTIATION) {
            int before = 0;
            for (int b = next(); before != IAC || b != END; b = next()) {
                before = b;
            }
        } else if (verb >= WILL && verb <= DONT) {
            int option = next();
            if (verb == WILL || verb == DO) {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                answer.write(IAC);
                answer.write(verb == WILL ? DONT : WONT);
                answer.write(option);
                socket.getOutputStream().write(answer.toByteArray());
            }
        }
    }

    private int next() throws IOException {
        if (at == filled) {
            at = 0;
            filled = in.read(buffer);
            if (filled < 0) {
                filled = 0;
                throw new IOException("the connection was ended");
            }
        }
        return buffer[at++] & 0xff;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
