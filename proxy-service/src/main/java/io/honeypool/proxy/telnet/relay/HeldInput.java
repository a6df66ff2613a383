package io.honeypool.proxy.telnet.relay;

/** What an attacker typed and the login dialogue has not taken yet. Bounded. Not thread-safe. */
public final class HeldInput {

    private byte[] bytes;
    private int first;
    private int size;

    public HeldInput(int capacity) {
        bytes = new byte[capacity];
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** How much there is. */
    public int size() {
        return size;
    }

    /** The next byte; there must be one. */
    public byte peek() {
        return bytes[first];
    }

    /** Takes the next byte; there must be one. */
    public byte take() {
        byte b = bytes[first];
        first = (first + 1) % bytes.length;
        size--;
        return b;
    }

    /** Adds a byte, making room for it; whoever reads stops in time. */
    public void add(byte b) {
        if (size == bytes.length) {
            byte[] more = new byte[2 * bytes.length];
            for (int i = 0; i < size; i++) {
                more[i] = bytes[(first + i) % bytes.length];
            }
            bytes = more;
            first = 0;
        }
        bytes[(first + size++) % bytes.length] = b;
    }
}
