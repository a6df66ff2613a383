package io.honeypool.proxy.capture.shell;

import java.nio.ByteBuffer;

/** Where the output of a command goes. Not thread-safe. */
interface Content {

    /** Goes nowhere. */
    Content NOWHERE = new Content() {
        @Override
        public void write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public boolean isNowhere() {
            return true;
        }

        @Override
        public void end() {
            // there is nothing to end
        }
    };

    /** More of it, which is consumed. */
    void write(ByteBuffer bytes);

    /** There is no more. */
    void end();

    /** Whether it does not matter what is written. */
    default boolean isNowhere() {
        return false;
    }
}
