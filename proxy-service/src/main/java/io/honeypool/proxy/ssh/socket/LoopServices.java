package io.honeypool.proxy.ssh.socket;

import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/** Makes what listens and what connects for one server or client. Closing it leaves the threads, which are shared. */
final class LoopServices extends AbstractCloseable implements IoServiceFactory {

    private final FactoryManager manager;
    private final IoLoops loops;

    LoopServices(FactoryManager manager, IoLoops loops) {
        this.manager = manager;
        this.loops = loops;
    }

    @Override
    public IoConnector createConnector(IoHandler handler) {
        return new LoopConnector(manager, handler, loops);
    }

    @Override
    public IoAcceptor createAcceptor(IoHandler handler) {
        return new LoopAcceptor(manager, handler, loops);
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return null;
    }

    @Override
    public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
        LoopService.expectNone(listener);
    }
}
