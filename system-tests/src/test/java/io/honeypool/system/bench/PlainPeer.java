package io.honeypool.system.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A TCP server that does what the first bytes of a connection ask for, as fast as it can: swallow so many bytes, send
 * so many, or repeat each byte.
 */
final class PlainPeer {

    static final byte SWALLOW = 's';
    static final byte POUR = 'p';
    static final byte ECHO = 'e';

    /** What is written or read at once, here and by the clients. */
    static final int BLOCK = 64 * 1024;

    private static final int BACKLOG = 1024;

    private final ServerSocket server;

    private PlainPeer(ServerSocket server) {
        this.server = server;
    }

    /** Serves until it is killed; the environment says on which port. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("BENCH_PEER_PORT"));
        try (ServerSocket server = new ServerSocket(port, BACKLOG)) {
            new PlainPeer(server).accept();
        }
    }

    /** What a client says first. */
    static byte[] request(byte what, long bytes) {
        return ByteBuffer.allocate(Byte.BYTES + Long.BYTES)
                .put(what)
                .putLong(bytes)
                .array();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException closed) {
                // either it was closed, or the next one may be luckier
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            ByteBuffer request = ByteBuffer.wrap(in.readNBytes(Byte.BYTES + Long.BYTES));
            byte what = request.get();
            long bytes = request.getLong();
            switch (what) {
                case SWALLOW -> {
                    swallow(in, bytes);
                    out.write(SWALLOW);
                }
                case POUR -> pour(out, bytes);
                default -> in.transferTo(out);
            }
        } catch (IOException lost) {
            // the client will say so
        }
    }

    static void swallow(InputStream in, long bytes) throws IOException {
        byte[] block = new byte[BLOCK];
        long left = bytes;
        while (left > 0) {
            int length = in.read(block, 0, (int) Math.min(BLOCK, left));
            if (length < 0) {
                throw new IOException(left + " bytes are missing");
            }
            left -= length;
        }
    }

    static void pour(OutputStream out, long bytes) throws IOException {
        byte[] block = new byte[BLOCK];
        for (long left = bytes; left > 0; left -= BLOCK) {
            out.write(block, 0, (int) Math.min(BLOCK, left));
        }
    }
}
