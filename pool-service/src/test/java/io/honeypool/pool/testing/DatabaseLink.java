package io.honeypool.pool.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from one pool to its database, which can be cut and mended. Cut, it refuses and ends connections. */
public final class DatabaseLink implements AutoCloseable {

    private final String url;
    private final URI database;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private Thread accepting;

    private DatabaseLink(String url) throws IOException {
        this.url = url;
        this.database = URI.create(url.substring("jdbc:".length()));
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = server.getLocalPort();
        this.accepting = accept(server);
    }

    /** A link to a database. */
    public static DatabaseLink to(String url) {
        try {
            return new DatabaseLink(url);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** The JDBC URL of the database at this end. */
    public String url() {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/");
    }

    /** Cuts it. */
    public synchronized void cut() {
        close(server);
        try {
            // who waits in accept holds the port, and may accept once more
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(DatabaseLink::close);
    }

    /** Mends it. */
    public synchronized void mend() {
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            accepting = accept(server);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void close() {
        cut();
    }

    private Thread accept(ServerSocket listening) {
        return Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    connect(listening, listening.accept());
                } catch (IOException cut) {
                    close(listening);
                }
            }
        });
    }

    private void connect(ServerSocket listening, Socket here) throws IOException {
        Socket there = new Socket(database.getHost(), database.getPort());
        sockets.add(here);
        sockets.add(there);
        if (listening.isClosed()) {
            close(here);
            close(there);
        }
        Thread.ofVirtual().start(() -> carry(here, there));
        Thread.ofVirtual().start(() -> carry(there, here));
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            Thread.onSpinWait();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception unclear) {
            throw new IllegalStateException(unclear);
        }
    }
}
