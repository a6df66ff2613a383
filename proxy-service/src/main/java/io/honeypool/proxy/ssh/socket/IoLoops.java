package io.honeypool.proxy.ssh.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.AbstractIoServiceFactoryFactory;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.IoSession;
import org.jspecify.annotations.Nullable;

/**
 * The I/O threads of MINA's servers and clients. A socket stays with the thread it was given to, and a connection can
 * be put beside another one: what comes in on one and goes out on the other then never changes threads, and needs no
 * buffer but the thread's own to be read. Thread-safe. Whoever made it closes it, after everything that uses it.
 */
public final class IoLoops implements AutoCloseable {

    private static final AttributeKey<IoLoop> LOOP = new AttributeKey<>();

    /** More than one, so that nobody who keeps a thread busy keeps everybody waiting. */
    private static final int FEWEST = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<IoLoop> loops;
    private final AtomicInteger turns = new AtomicInteger();

    private IoLoops(List<IoLoop> loops) {
        this.loops = loops;
    }

    /** Starts as many threads as there are processors. */
    public static IoLoops start() {
        int number = Math.max(FEWEST, Runtime.getRuntime().availableProcessors());
        List<IoLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                loops.add(new IoLoop("ssh-io-" + i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no sockets can be waited for", e);
        }
        loops.forEach(IoLoop::start);
        return new IoLoops(List.copyOf(loops));
    }

    /** Has a server or client of MINA's use these threads. */
    public IoServiceFactoryFactory services() {
        return new Services();
    }

    /** Asks, as the context of a new connection, for the thread of one that is there. */
    public static AttributeRepository beside(IoSession connection) {
        return connection.getAttribute(LOOP) instanceof IoLoop loop
                ? AttributeRepository.ofKeyValuePair(LOOP, loop)
                : AttributeRepository.ofAttributesMap(Map.of());
    }

    /** Closes all sockets and ends the threads. Blocks for a bounded time. */
    @Override
    public void close() {
        loops.forEach(IoLoop::close);
        try {
            for (IoLoop loop : loops) {
                loop.awaitEnd(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread whose turn it is. */
    IoLoop next() {
        return loops.get(Math.floorMod(turns.getAndIncrement(), loops.size()));
    }

    /** The thread that a connection's context asks for, or the one whose turn it is. */
    IoLoop next(@Nullable AttributeRepository context) {
        IoLoop asked = context == null ? null : context.getAttribute(LOOP);
        return asked == null ? next() : asked;
    }

    /** Remembers which thread a connection is with. */
    static void mark(IoSession connection, IoLoop loop) {
        connection.setAttribute(LOOP, loop);
    }

    private final class Services extends AbstractIoServiceFactoryFactory {

        Services() {
            super(null);
        }

        @Override
        public IoServiceFactory create(FactoryManager manager) {
            return new LoopServices(manager, IoLoops.this);
        }
    }
}
