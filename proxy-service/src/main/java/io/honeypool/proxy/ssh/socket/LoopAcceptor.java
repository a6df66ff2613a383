package io.honeypool.proxy.ssh.socket;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** Listens, and gives each connection to the thread whose turn it is. */
final class LoopAcceptor extends LoopService implements IoAcceptor {

    /** Connections that are taken before others are served. */
    private static final int MOST_AT_ONCE = 32;

    /** Time in which the process may get rid of some open files, when it has too many. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Map<SocketAddress, Listener> listening = new ConcurrentHashMap<>();

    LoopAcceptor(FactoryManager manager, IoHandler handler, IoLoops loops) {
        super(manager, handler, loops);
    }

    @Override
    public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
        List<SocketAddress> bound = new ArrayList<>();
        try {
            for (SocketAddress address : addresses) {
                bound.add(listen(address));
            }
        } catch (IOException | RuntimeException e) {
            unbind(bound);
            throw e;
        }
    }

    @Override
    public void bind(SocketAddress address) throws IOException {
        bind(List.of(address));
    }

    private SocketAddress listen(SocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, CoreModuleProperties.SOCKET_BACKLOG.getRequired(manager));
            SocketAddress local = channel.getLocalAddress();
            Listener listener = new Listener(channel, local, loops.next());
            listening.put(local, listener);
            listener.start();
            return local;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {
        for (SocketAddress address : addresses) {
            Listener listener = listening.remove(address);
            if (listener != null) {
                listener.stop();
            }
        }
    }

    @Override
    public void unbind(SocketAddress address) {
        unbind(List.of(address));
    }

    @Override
    public void unbind() {
        unbind(getBoundAddresses());
    }

    @Override
    public Set<SocketAddress> getBoundAddresses() {
        return new HashSet<>(listening.keySet());
    }

    @Override
    protected void preClose() {
        unbind();
        super.preClose();
    }

    /** One listening socket. All but its beginning and end are the loop's thread's. */
    private final class Listener implements IoLoop.Ready {

        private final ServerSocketChannel channel;
        private final SocketAddress local;
        private final IoLoop loop;
        private @Nullable SelectionKey key;

        Listener(ServerSocketChannel channel, SocketAddress local, IoLoop loop) {
            this.channel = channel;
            this.local = local;
            this.loop = loop;
        }

        void start() {
            loop.execute(() -> key = loop.register(channel, SelectionKey.OP_ACCEPT, this));
        }

        void stop() {
            loop.execute(() -> loop.letGo(channel));
        }

        @Override
        public void ready(int operations) {
            try {
                for (int taken = 0; taken < MOST_AT_ONCE; taken++) {
                    SocketChannel connection = channel.accept();
                    if (connection == null) {
                        return;
                    }
                    IoLoop theirs = loops.next();
                    theirs.execute(() -> begin(connection, theirs));
                }
            } catch (IOException e) {
                log.warn("No connection could be taken: {}", e.toString());
                pause();
            }
        }

        private void begin(SocketChannel connection, IoLoop theirs) {
            try {
                LoopAcceptor.this.begin(open(connection, local, theirs), session -> {});
            } catch (Exception e) {
                log.debug("A connection ended before it began", e);
                theirs.letGo(connection);
            }
        }

        private void pause() {
            listenFor(0);
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> loop.execute(() -> listenFor(SelectionKey.OP_ACCEPT)));
        }

        private void listenFor(int operations) {
            SelectionKey known = key;
            if (known != null && known.isValid()) {
                known.interestOps(operations);
            }
        }
    }
}
