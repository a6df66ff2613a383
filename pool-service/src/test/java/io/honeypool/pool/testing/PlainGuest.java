package io.honeypool.pool.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server that plays a guest, at every address of this host. */
public final class PlainGuest implements AutoCloseable {

    /** What it does with a connection, which is closed afterwards. */
    @FunctionalInterface
    public interface Conduct {
        /** Serves a connection. */
        void serve(Socket socket, InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final AtomicInteger open = new AtomicInteger();

    private PlainGuest(ServerSocket server) {
        this.server = server;
    }

    /** Starts one. */
    public static PlainGuest start(Conduct conduct) throws IOException {
        PlainGuest guest = new PlainGuest(new ServerSocket(0, 1024, InetAddress.ofLiteral("0.0.0.0")));
        Thread.ofPlatform().daemon().start(() -> guest.accept(conduct));
        return guest;
    }

    /** One that sends back what it gets. */
    public static PlainGuest echo() throws IOException {
        return start((socket, in, out) -> in.transferTo(out));
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many connections it has. */
    public int open() {
        return open.get();
    }

    private void accept(Conduct conduct) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(conduct, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Conduct conduct, Socket socket) {
        try (socket) {
            conduct.serve(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException lost) {
            // the other side is free to go
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
