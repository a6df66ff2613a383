package io.honeypool.proxy.capture.rsync;

import io.honeypool.proxy.capture.file.Bytes;
import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.StreamParser;
import io.honeypool.proxy.capture.rsync.FileLists.UnreadableException;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that rsync sends, either way: what is sent of them, for parts that the receiver has already are only
 * named. What cannot be read (older protocols, compression and some options) is told once, and nothing is kept of it.
 */
public final class RsyncParser implements StreamParser {

    private static final int LONGEST_WORD = 4096;
    private static final int DATA = 7;

    private final boolean out;
    private final String target;
    private final Options options;
    private final FileListener listener;
    private final Handshake agreed = new Handshake();
    private final Bytes client = new Bytes(LONGEST_WORD);
    private final Bytes server = new Bytes(LONGEST_WORD);
    private boolean clientDone;
    private boolean serverDone;
    private boolean broken;
    private @Nullable SenderStream sender;
    private int frameHeader;
    private int frameHeaderBytes;
    private int frameLeft;

    /**
     * Begins.
     *
     * @param out whether the guest sends
     * @param options of the guest's end
     * @param target what it names last
     */
    public RsyncParser(boolean out, List<String> options, String target, FileListener listener) {
        this.out = out;
        this.target = target;
        this.options = Options.of(options);
        this.listener = listener;
        if (this.options.areUnread()) {
            breakOff();
        }
    }

    @Override
    public void input(ByteBuffer bytes) {
        take(bytes, true);
    }

    @Override
    public void output(ByteBuffer bytes) {
        take(bytes, false);
    }

    @Override
    public void close() {
        broken = true;
        if (sender != null) {
            sender.close();
        }
    }

    private void take(ByteBuffer bytes, boolean fromClient) {
        if (broken) {
            bytes.position(bytes.limit());
            return;
        }
        try {
            ByteBuffer rest = isDone(fromClient) ? bytes : words(bytes, fromClient);
            if (!fromClient && serverDone && !clientDone) {
                // what the client said before can be read now
                take(ByteBuffer.allocate(0), true);
            }
            if (fromClient != out && isDone(fromClient) && !broken) {
                frames(rest);
            }
        } catch (UnreadableException e) {
            breakOff();
        }
        bytes.position(bytes.limit());
    }

    private boolean isDone(boolean fromClient) {
        return fromClient ? clientDone : serverDone;
    }

    /** Reads what is said before there are frames; returns what follows. */
    private ByteBuffer words(ByteBuffer bytes, boolean fromClient) throws UnreadableException {
        Bytes waiting = fromClient ? client : server;
        ByteBuffer all = ByteBuffer.allocate(waiting.length() + bytes.remaining());
        all.put(waiting.buffer()).put(bytes).flip();
        waiting.clear();
        int start = 0;
        try {
            while (all.hasRemaining() && !isDone(fromClient) && !isEarly(fromClient)) {
                start = all.position();
                if (fromClient) {
                    clientDone = agreed.client(new Wire(all));
                } else {
                    serverDone = agreed.server(new Wire(all));
                }
            }
        } catch (BufferUnderflowException e) {
            all.position(start);
        }
        if (!agreed.isReadable() || (all.remaining() > LONGEST_WORD && !isDone(fromClient))) {
            throw new UnreadableException();
        }
        if (!isDone(fromClient)) {
            waiting.add(all, all.remaining());
        }
        return all;
    }

    /** Whether the client's next word cannot be understood before the server's. */
    private boolean isEarly(boolean fromClient) {
        return fromClient && agreed.knowsClientVersion() && !serverDone;
    }

    /** Takes apart what several streams share; only one of them has files (io.c). */
    private void frames(ByteBuffer bytes) throws UnreadableException {
        SenderStream stream = sender;
        if (stream == null) {
            stream = new SenderStream(out, target, options, agreed, listener);
            sender = stream;
        }
        while (bytes.hasRemaining()) {
            if (frameHeaderBytes < Integer.BYTES) {
                frameHeader |= (bytes.get() & 0xff) << (Byte.SIZE * frameHeaderBytes++);
                frameLeft = frameHeader & 0xffffff;
            } else {
                int count = Math.min(frameLeft, bytes.remaining());
                if (frameHeader >>> 24 == DATA) {
                    stream.take(bytes.slice(bytes.position(), count));
                }
                bytes.position(bytes.position() + count);
                frameLeft -= count;
            }
            if (frameHeaderBytes == Integer.BYTES && frameLeft == 0) {
                frameHeader = 0;
                frameHeaderBytes = 0;
            }
        }
    }

    private void breakOff() {
        if (!broken) {
            broken = true;
            listener.misses(target, Missing.PROTOCOL);
        }
    }
}
