package io.honeypool.proxy.ssh.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A forwarded connection that is made by the sensor, to where the operator wants it. Two virtual threads move its
 * bytes; what waits for its socket is bounded by the channel's window and counts as what waits for the guest does.
 */
final class RedirectedChannel implements OwnChannel {

    private static final Logger log = LoggerFactory.getLogger(RedirectedChannel.class);
    private static final int CONNECT_MILLIS = 10_000;
    private static final int PIECE = 32 * 1024;

    /** Stands for the end of what the attacker sends, which is never empty itself. */
    private static final byte[] END = new byte[0];

    private final ConnectionRelay relay;
    private final OwnEnd end;
    private final ChannelObserver observer;
    private final Socket socket = new Socket();
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger openWays = new AtomicInteger(2);

    /** Whether the attacker said that no more data comes; only of interest to the thread that handles its messages. */
    private boolean ended;

    RedirectedChannel(ConnectionRelay relay, OwnEnd end, ChannelObserver observer) {
        this.relay = relay;
        this.end = end;
        this.observer = observer;
    }

    /** Makes the connection, in the background, and opens the channel or refuses to. */
    void connect(RedirectTarget target, DirectTcpip wanted) {
        int port = target.port();
        Thread.ofVirtual().name("redirect-to-" + port).start(() -> {
            try {
                socket.connect(new InetSocketAddress(target.host(), port), CONNECT_MILLIS);
                target.reached();
            } catch (IOException | RuntimeException e) {
                target.failed(e);
                String words = words(e);
                relay.events().record(wanted.notRedirected(words));
                closeSocket();
                end.refuse(words);
                return;
            }
            Thread.ofVirtual().name("redirect-out-" + port).start(this::writeAll);
            end.confirm(this);
            if (relay.isClosed()) {
                abandon();
            }
            readAll();
        });
    }

    /** What OpenSSH says, which is what the C library says. */
    private static String words(Exception failure) {
        return switch (failure) {
            case NoRouteToHostException _ -> "No route to host";
            case ConnectException _ -> "Connection refused";
            case SocketTimeoutException _ -> "Connection timed out";
            default -> "open failed";
        };
    }

    @Override
    public void handle(int command, Buffer rest) {
        switch (command) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> {
                observer.data(rest);
                byte[] data = rest.getBytes();
                if (data.length > 0 && end.receive(data.length)) {
                    take(data);
                }
            }
            case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST -> end.expand(rest.getUInt());
            case SshConstants.SSH_MSG_CHANNEL_EOF -> endOfData();
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> end.answer(rest);
            case SshConstants.SSH_MSG_CHANNEL_CLOSE -> {
                endOfData();
                end.closeByAttacker();
                abandon();
            }
            default -> {
                // stderr and answers mean nothing to a socket
            }
        }
    }

    /** Nobody takes what comes after the end of data, which OpenSSH throws away as well (channels.c). */
    private void take(byte[] data) {
        if (ended) {
            end.consume(data.length);
        } else {
            relay.fromAttackerWaiting().add(data.length);
            waiting.add(data);
        }
    }

    private void endOfData() {
        if (!ended) {
            ended = true;
            waiting.add(END);
        }
    }

    @Override
    public void abandon() {
        closeSocket();
        waiting.add(END);
        end.close();
    }

    private void writeAll() {
        try {
            boolean broken = false;
            for (byte[] data = waiting.take(); data.length > 0; data = waiting.take()) {
                broken = broken || !write(data);
                relay.fromAttackerWaiting().gone(data.length);
                end.consume(data.length);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            log.trace("{} is gone: {}", socket, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        oneWayOver();
    }

    private boolean write(byte[] data) {
        try {
            socket.getOutputStream().write(data);
            return true;
        } catch (IOException e) {
            log.trace("{} takes no more: {}", socket, e.toString());
            return false;
        }
    }

    private void readAll() {
        byte[] piece = new byte[PIECE];
        try {
            for (int read = socket.getInputStream().read(piece);
                    read >= 0;
                    read = socket.getInputStream().read(piece)) {
                end.send(piece, read);
            }
        } catch (IOException e) {
            log.trace("{} is over: {}", socket, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end.sendEof();
        oneWayOver();
    }

    private void oneWayOver() {
        if (openWays.decrementAndGet() == 0) {
            end.close();
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            log.trace("{} failed to close", socket, e);
        }
    }
}
