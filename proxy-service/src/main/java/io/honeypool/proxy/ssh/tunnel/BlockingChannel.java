package io.honeypool.proxy.ssh.tunnel;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A connected socket whose calls block, as those of TLS do, for whoever wants none that do: each waits on a virtual
 * thread of its own, which also tells of its end. As MINA uses it: one reading and one writing at a time, without
 * time-out, in buffers that are arrays.
 */
final class BlockingChannel extends AsynchronousSocketChannel {

    private final Socket socket;

    BlockingChannel(Socket socket) {
        super(null);
        this.socket = socket;
    }

    @Override
    public <A> void read(
            ByteBuffer to, long timeout, TimeUnit unit, A attachment, CompletionHandler<Integer, ? super A> handler) {
        complete("read", attachment, handler, () -> {
            int read = socket.getInputStream().read(to.array(), to.arrayOffset() + to.position(), to.remaining());
            to.position(to.position() + Math.max(read, 0));
            return read;
        });
    }

    @Override
    public <A> void write(
            ByteBuffer from, long timeout, TimeUnit unit, A attachment, CompletionHandler<Integer, ? super A> handler) {
        complete("write", attachment, handler, () -> {
            int length = from.remaining();
            socket.getOutputStream().write(from.array(), from.arrayOffset() + from.position(), length);
            from.position(from.limit());
            return length;
        });
    }

    @Override
    public AsynchronousSocketChannel shutdownInput() throws IOException {
        socket.shutdownInput();
        return this;
    }

    @Override
    public AsynchronousSocketChannel shutdownOutput() {
        inBackground("shut", socket::shutdownOutput);
        return this;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /** Does not wait for a peer that does not read, which is what TLS would do. */
    @Override
    public void close() {
        inBackground("close", socket::close);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> AsynchronousSocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AsynchronousSocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void connect(SocketAddress remote, A attachment, CompletionHandler<Void, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> read(ByteBuffer to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void read(
            ByteBuffer[] to,
            int offset,
            int length,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Long, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> write(ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void write(
            ByteBuffer[] from,
            int offset,
            int length,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Long, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    /** Something that blocks. */
    private interface Transfer {
        int run() throws IOException;
    }

    /** Something that blocks, of which nobody wants to know how it ended. */
    private interface Deed {
        void run() throws IOException;
    }

    private static <A> void complete(
            String what, A attachment, CompletionHandler<Integer, ? super A> handler, Transfer transfer) {
        Thread.ofVirtual().name("guest-" + what).start(() -> {
            int length;
            try {
                length = transfer.run();
            } catch (IOException | RuntimeException failed) {
                handler.failed(failed, attachment);
                return;
            }
            handler.completed(length, attachment);
        });
    }

    private static void inBackground(String what, Deed deed) {
        Thread.ofVirtual().name("guest-" + what).start(() -> {
            try {
                deed.run();
            } catch (IOException lost) {
                // it is gone, and whoever reads or writes is told so
            }
        });
    }
}
