package io.honeypool.proxy.ssh.entrance;

import io.honeypool.proxy.session.ProxyHeader;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** A balancer's connection whose header is not whole yet. Fed by one thread at a time; ended once by any. */
final class Arrival {

    private final AtomicBoolean ended = new AtomicBoolean();
    private byte[] bytes = new byte[0];

    /** Takes what arrived and reads the header again; what a header cannot hold makes it invalid, not longer. */
    ProxyHeader add(Readable received) {
        byte[] more = new byte[received.available()];
        received.getRawBytes(more, 0, more.length);
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, before + more.length);
        System.arraycopy(more, 0, bytes, before, more.length);
        ProxyHeader header = ProxyHeader.read(bytes);
        return header instanceof ProxyHeader.Incomplete && bytes.length >= ProxyHeader.LONGEST
                ? new ProxyHeader.Invalid()
                : header;
    }

    /** Whether the caller is the one that ends the waiting. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    boolean isEnded() {
        return ended.get();
    }

    /** What follows the header. */
    Buffer after(int length) {
        return new ByteArrayBuffer(bytes, length, bytes.length - length);
    }
}
