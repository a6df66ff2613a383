package io.honeypool.proxy.ssh.socket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** Connects, without a thread that waits for it. */
final class LoopConnector extends LoopService implements IoConnector {

    LoopConnector(FactoryManager manager, IoHandler handler, IoLoops loops) {
        super(manager, handler, loops);
    }

    @Override
    public IoConnectFuture connect(
            SocketAddress address, @Nullable AttributeRepository context, @Nullable SocketAddress localAddress) {
        DefaultIoConnectFuture future = new DefaultIoConnectFuture(address, null);
        IoLoop loop = loops.next(context);
        loop.execute(() -> {
            SocketChannel channel = SocketChannel.open();
            new Attempt(channel, context, loop, future).begin(address, localAddress);
        });
        return future;
    }

    /** One connection that is not there yet. All of it is the loop's thread's. */
    private final class Attempt implements IoLoop.Ready {

        private final SocketChannel channel;
        private final @Nullable AttributeRepository context;
        private final IoLoop loop;
        private final DefaultIoConnectFuture future;

        Attempt(
                SocketChannel channel,
                @Nullable AttributeRepository context,
                IoLoop loop,
                DefaultIoConnectFuture future) {
            this.channel = channel;
            this.context = context;
            this.loop = loop;
            this.future = future;
        }

        void begin(SocketAddress address, @Nullable SocketAddress localAddress) {
            try {
                SelectionKey key = loop.register(channel, 0, this);
                if (localAddress != null) {
                    channel.bind(localAddress);
                }
                if (channel.connect(address)) {
                    succeed();
                    return;
                }
                key.interestOps(SelectionKey.OP_CONNECT);
                Duration patience = CoreModuleProperties.IO_CONNECT_TIMEOUT.getRequired(manager);
                Future<?> clock = manager.getScheduledExecutorService()
                        .schedule(() -> loop.execute(this::giveUp), patience.toMillis(), TimeUnit.MILLISECONDS);
                future.addListener(done -> {
                    clock.cancel(false);
                    if (done.isCanceled()) {
                        loop.execute(this::letGo);
                    }
                });
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }

        @Override
        public void ready(int operations) {
            try {
                if (channel.finishConnect()) {
                    succeed();
                }
            } catch (IOException e) {
                fail(e);
            }
        }

        private void succeed() {
            try {
                LoopSession session = open(channel, null, loop);
                session.acknowledgeLogin();
                if (context != null) {
                    session.setAttribute(AttributeRepository.class, context);
                }
                LoopConnector.this.begin(session, future::setSession);
                if (future.getSession() != session) {
                    session.close(true);
                }
            } catch (Exception e) {
                fail(e);
            }
        }

        private void giveUp() {
            if (!future.isDone()) {
                fail(new ConnectException("no answer in time"));
            }
        }

        private void fail(Exception reason) {
            letGo();
            future.setException(reason);
        }

        private void letGo() {
            if (future.getSession() == null) {
                loop.letGo(channel);
            }
        }
    }
}
