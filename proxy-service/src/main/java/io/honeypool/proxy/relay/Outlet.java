package io.honeypool.proxy.relay;

import java.io.IOException;

/** Where a {@link Pump} writes to; takes one write at a time. */
@FunctionalInterface
public interface Outlet {

    /**
     * Begins a write. The array belongs to the outlet from now on. When the peer had room for the bytes and they are on
     * their way, or never will be, {@code written} is called once, on this or any other thread.
     *
     * @throws IOException if the outlet is closed; {@code written} is not called then
     */
    void write(byte[] data, Completion written) throws IOException;

    /** How a write ended. */
    @FunctionalInterface
    interface Completion {

        /** Called when the write is done, or will never be. */
        void complete(boolean success);
    }
}
