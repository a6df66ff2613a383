package io.honeypool.proxy.ssh.socket;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jdk.net.ExtendedSocketOptions;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * A connection of MINA's. Anybody may write to it and close it, but only its loop's thread touches the socket: what is
 * written waits until the thread is done with what it serves, and the handler is called, and futures are set, by the
 * thread while it holds no lock.
 */
final class LoopSession extends AbstractCloseable implements IoSession, IoLoop.Ready {

    private static final AtomicLong IDS = new AtomicLong();

    /** Full buffers that are read before other sockets have their turn. */
    private static final int MOST_READS = 4;

    /** Reads in which a login and the opening of its first channel come in. */
    private static final int PROMPT_READS = 32;

    private final long id = IDS.incrementAndGet();
    private final LoopService service;
    private final IoHandler handler;
    private final SocketChannel channel;
    private final IoLoop loop;
    private final SelectionKey key;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final @Nullable SocketAddress acceptedAt;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writeIsDue = new AtomicBoolean();
    private volatile boolean suspended;
    private boolean begun;
    private int promptReads;

    /** Registers the channel; called by the loop's thread. */
    LoopSession(
            LoopService service,
            IoHandler handler,
            SocketChannel channel,
            @Nullable SocketAddress acceptedAt,
            IoLoop loop)
            throws IOException {
        this.service = service;
        this.handler = handler;
        this.channel = channel;
        this.loop = loop;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
        this.acceptedAt = acceptedAt;
        this.key = loop.register(channel, 0, this);
        IoLoops.mark(this, loop);
    }

    // ---- what the loop does

    @Override
    public void ready(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            write();
        }
        if ((operations & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    private void read() {
        try {
            boolean more = true;
            for (int reads = 0; more && reads < MOST_READS && !suspended && !isClosed(); reads++) {
                ByteBuffer received = loop.received();
                int number = channel.read(received);
                more = !received.hasRemaining();
                acknowledge();
                if (number < 0) {
                    close(true);
                } else if (number > 0) {
                    handler.messageReceived(this, Readable.readable(received.flip()));
                    loop.writeAll();
                }
            }
        } catch (Exception | Error e) {
            // an error as well: it is this connection's, and its thread is everybody's
            fail(e);
        }
    }

    /**
     * Has the kernel acknowledge what comes in during a login at once; called by the loop's thread. OpenSSH's server
     * lets small packets wait for the acknowledgement of those before them until a session begins, and twice in a login
     * there is nothing to be sent that it could come with: 40 ms each time.
     */
    void acknowledgeLogin() {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            promptReads = PROMPT_READS;
        }
    }

    /** Sends the acknowledgement that is due; the kernel forgets soon that it is not to wait. */
    private void acknowledge() throws IOException {
        if (promptReads > 0) {
            promptReads--;
            channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    /** Writes what waits, as far as the socket takes it. */
    void write() {
        writeIsDue.set(false);
        try {
            boolean all = true;
            while (all && !writes.isEmpty() && channel.isOpen()) {
                ByteBuffer sent = loop.sent();
                gather(sent);
                int waiting = sent.flip().remaining();
                int taken = waiting == 0 ? 0 : channel.write(sent);
                all = taken == waiting;
                finishWrites(taken);
            }
            watch(SelectionKey.OP_WRITE, !all);
        } catch (IOException e) {
            abandonWrites(e);
            fail(e);
        }
    }

    /** Copies what waits, as far as there is room for it. */
    private void gather(ByteBuffer sent) {
        for (Iterator<Write> next = writes.iterator(); sent.hasRemaining() && next.hasNext(); ) {
            Write write = next.next();
            if (write.last) {
                return;
            }
            int size = Math.min(write.bytes.remaining(), sent.remaining());
            sent.put(sent.position(), write.bytes, write.bytes.position(), size);
            sent.position(sent.position() + size);
        }
    }

    /** The socket took that many bytes. */
    private void finishWrites(int taken) throws IOException {
        int left = taken;
        for (Write write = writes.peek(); write != null; write = writes.peek()) {
            int size = Math.min(write.bytes.remaining(), left);
            write.bytes.position(write.bytes.position() + size);
            left -= size;
            if (write.bytes.hasRemaining()) {
                return;
            }
            if (write.last) {
                channel.shutdownOutput();
            }
            writes.remove(write);
            write.setValue(true);
        }
    }

    private void abandonWrites(Throwable reason) {
        for (Write write = writes.poll(); write != null; write = writes.poll()) {
            write.setValue(reason);
        }
    }

    /** Begins to read, unless that was suspended already; called by the loop's thread. */
    void begin() {
        begun = true;
        watchForInput();
    }

    private void watchForInput() {
        watch(SelectionKey.OP_READ, begun && !suspended);
    }

    private void watch(int operation, boolean wanted) {
        if (key.isValid()) {
            int watched = key.interestOps();
            int now = wanted ? watched | operation : watched & ~operation;
            if (now != watched) {
                key.interestOps(now);
            }
        }
    }

    private void fail(Throwable failure) {
        if (isClosed()) {
            return;
        }
        try {
            handler.exceptionCaught(this, failure);
        } catch (Exception e) {
            log.debug("{}: not handled: {}", this, failure, e);
        }
        close(true);
    }

    // ---- what MINA does

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        return add(new Write(this, ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available())));
    }

    @Override
    public void shutdownOutputStream() {
        add(new Write(this, ByteBuffer.allocate(0)));
    }

    private Write add(Write write) {
        if (isClosing()) {
            write.setValue(new ClosedChannelException());
            return write;
        }
        writes.add(write);
        if (writeIsDue.compareAndSet(false, true)) {
            loop.writeSoon(this);
        }
        return write;
    }

    @Override
    public void suspendRead() {
        suspended = true;
        onLoop(this::watchForInput);
    }

    @Override
    public void resumeRead() {
        suspended = false;
        onLoop(this::watchForInput);
    }

    private void onLoop(Runnable change) {
        if (loop.isCurrent()) {
            change.run();
        } else {
            loop.execute(change::run);
        }
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        return builder().when(this, writes).build().close(false);
    }

    @Override
    protected void doCloseImmediately() {
        loop.execute(this::closeChannel);
        service.ended(this);
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            log.debug("{}: end not handled", this, e);
        }
        attributes.clear();
    }

    /** What was sent before leaves if the socket takes it at once. */
    private void closeChannel() {
        if (key.isValid()) {
            write();
        }
        loop.letGo(channel);
        abandonWrites(new ClosedChannelException());
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress getAcceptanceAddress() {
        return acceptedAt;
    }

    @Override
    public @Nullable Object getAttribute(Object name) {
        return attributes.get(name);
    }

    @Override
    public @Nullable Object setAttribute(Object name, Object value) {
        return attributes.put(name, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object name, Object value) {
        return attributes.putIfAbsent(name, value);
    }

    @Override
    public @Nullable Object removeAttribute(Object name) {
        return attributes.remove(name);
    }

    @Override
    public IoService getService() {
        return service;
    }

    @Override
    public String toString() {
        return "LoopSession[local=" + local + ", remote=" + remote + "]";
    }

    /** Bytes that wait for the socket, or the end of all bytes. */
    private static final class Write extends AbstractIoWriteFuture {

        private final ByteBuffer bytes;
        private final boolean last;

        Write(Object id, ByteBuffer bytes) {
            super(id, null);
            this.bytes = bytes;
            this.last = !bytes.hasRemaining();
        }
    }
}
