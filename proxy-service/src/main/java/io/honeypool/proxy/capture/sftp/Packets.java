package io.honeypool.proxy.capture.sftp;

import io.honeypool.proxy.capture.file.Bytes;
import java.nio.ByteBuffer;

/**
 * Cuts one direction of SFTP into packets: a length, a type, and what belongs to it. The content of files is handed on
 * as it comes; of everything else, enough for two paths of 64 KiB is collected.
 */
final class Packets {

    /** Larger ones do not occur: servers take 256 KiB. */
    private static final int LONGEST = 16 << 20;

    private static final int LONGEST_HEAD = 2 * 65_536 + 1024;
    private static final int LONGEST_HANDLE = 256;
    private static final int NONE = -1;

    private final Receiver receiver;
    private final Bytes head = new Bytes(LONGEST_HEAD);
    private int lengthBytes;
    private int left;
    private int type = NONE;
    private boolean headDone;
    private boolean broken;

    Packets(Receiver receiver) {
        this.receiver = receiver;
    }

    /** What becomes of a packet: its head first, then content in pieces if its type has any. */
    interface Receiver {

        /** What stands before the content, or as much of the packet as is there. */
        void head(int type, ByteBuffer head);

        /** Bytes of a file. */
        void content(ByteBuffer bytes);

        /** What follows is not understood. */
        void broken();
    }

    void take(ByteBuffer in) {
        while (in.hasRemaining() && !broken) {
            if (lengthBytes < Integer.BYTES) {
                length(in.get());
            } else if (type == NONE) {
                type = in.get() & 0xff;
                left--;
            } else if (!headDone) {
                int count = Math.min(Math.min(left, needed() - head.length()), in.remaining());
                head.add(in, count);
                left -= count;
            } else {
                int count = Math.min(left, in.remaining());
                receiver.content(in.slice(in.position(), count));
                in.position(in.position() + count);
                left -= count;
            }
            advance();
        }
        if (broken) {
            in.position(in.limit());
        }
    }

    private void length(byte b) {
        left = left << 8 | (b & 0xff);
        if (++lengthBytes == Integer.BYTES && (left <= 0 || left > LONGEST)) {
            broken = true;
            receiver.broken();
        }
    }

    private void advance() {
        if (broken || type == NONE) {
            return;
        }
        if (!headDone && (left == 0 || head.length() >= needed())) {
            headDone = true;
            receiver.head(type, head.buffer());
            head.clear();
        }
        if (left == 0) {
            lengthBytes = 0;
            type = NONE;
            headDone = false;
        }
    }

    /** How long the head is at least, as far as can be said by now. */
    private int needed() {
        return switch (type) {
            case Types.DATA -> 2 * Integer.BYTES;
            case Types.WRITE -> {
                if (head.length() < 2 * Integer.BYTES) {
                    yield 2 * Integer.BYTES;
                }
                int handle = head.buffer().getInt(Integer.BYTES);
                boolean odd = handle < 0 || handle > LONGEST_HANDLE;
                yield 3 * Integer.BYTES + Long.BYTES + (odd ? 0 : handle);
            }
            default -> LONGEST_HEAD;
        };
    }
}
