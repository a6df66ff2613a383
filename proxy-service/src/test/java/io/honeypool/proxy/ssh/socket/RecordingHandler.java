package io.honeypool.proxy.ssh.socket;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;

/** Keeps what happens to connections, and throws an error for a lone {@code !}. */
final class RecordingHandler implements IoHandler {

    final BlockingQueue<IoSession> created = new LinkedBlockingQueue<>();
    final Queue<IoSession> closed = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final Map<IoSession, Thread> threads = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @Override
    public void sessionCreated(IoSession session) {
        threads.put(session, Thread.currentThread());
        created.add(session);
    }

    @Override
    public void messageReceived(IoSession session, Readable message) {
        byte[] bytes = new byte[message.available()];
        message.getRawBytes(bytes, 0, bytes.length);
        synchronized (received) {
            received.write(bytes, 0, bytes.length);
        }
        if (bytes.length == 1 && bytes[0] == '!') {
            throw new StackOverflowError("not my day");
        }
    }

    byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void sessionClosed(IoSession session) {
        closed.add(session);
    }
}
