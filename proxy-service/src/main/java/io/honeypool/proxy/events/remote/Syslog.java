package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.events.RemoteSinkException;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to a syslog server over TCP or TLS, with the length before each message. Syslog has no answer, so a
 * batch is taken when the server, told that nothing more comes, has ended the connection: it has read everything then.
 * Without that, what its socket took and it never read is lost with the connection. For one thread.
 */
final class Syslog implements EventTransport {

    private static final int TIMEOUT_MILLIS = 10_000;

    /** Milliseconds in which anything is noticed on this host. */
    private static final int SHORTEST = 2;

    private final EventSettings.Syslog settings;
    private final String host;
    private final @Nullable SSLContext trust;
    private @Nullable Socket connected;
    private int roundTrip = SHORTEST;

    private Syslog(EventSettings.Syslog settings, String host, @Nullable SSLContext trust) {
        this.settings = settings;
        this.host = host;
        this.trust = trust;
    }

    /**
     * Reads what is set.
     *
     * @throws RemoteSinkException if it cannot be used
     */
    static Syslog of(EventSettings.Syslog settings, String host) {
        if (!settings.tls()) {
            return new Syslog(settings, host, null);
        }
        return new Syslog(
                settings, host, Authority.trust("honeypool.sensor.events.syslog.authority", settings.authority()));
    }

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public void send(List<SpooledEvent> batch) throws IOException {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        for (SpooledEvent event : batch) {
            messages.writeBytes(SyslogMessage.framed(event, settings.format()));
        }
        try {
            Socket socket = open();
            messages.writeTo(socket.getOutputStream());
            socket.getOutputStream().flush();
            if (settings.confirm()) {
                expectOpen(socket, roundTrip);
                expectRead(socket);
                close();
            } else {
                expectOpen(socket, SHORTEST);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * A kernel that ends a connection for a process that has not read all of it says so, which is an exception here.
     */
    private static void expectRead(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.shutdownOutput();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        try {
            while (socket.getInputStream().read() >= 0) {
                if (System.nanoTime() - end > 0) {
                    throw new SocketTimeoutException();
                }
            }
        } catch (SocketTimeoutException open) {
            throw new IOException(
                    "the syslog server was told that nothing more comes and does not end the connection", open);
        }
    }

    /** A server that hung up by itself may have done so before anything came; it sends nothing otherwise. */
    private static void expectOpen(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the syslog server ended the connection");
            }
        } catch (SocketTimeoutException silent) {
            // as it should be
        }
    }

    private Socket open() throws IOException {
        Socket socket = connected;
        if (socket != null) {
            expectOpen(socket, SHORTEST);
            return socket;
        }
        socket = new Socket();
        connected = socket;
        long asked = System.nanoTime();
        socket.connect(new InetSocketAddress(host, settings.port()), TIMEOUT_MILLIS);
        roundTrip = SHORTEST + 2 * (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        if (trust != null) {
            SSLSocket secured = (SSLSocket) trust.getSocketFactory().createSocket(socket, host, settings.port(), true);
            connected = secured;
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        }
        return socket;
    }

    @Override
    public void close() {
        Socket socket = connected;
        connected = null;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException gone) {
                // is what was wanted
            }
        }
    }
}
