package io.honeypool.proxy.ssh;

import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.mac.Mac;

/** No authentication of messages, which OpenSSH never offers and a test does that changes what is sent. */
final class NoMac implements Mac {

    static final NamedFactory<Mac> FACTORY = new NamedFactory<>() {
        @Override
        public String getName() {
            return "none";
        }

        @Override
        public Mac create() {
            return new NoMac();
        }
    };

    private NoMac() {}

    @Override
    public String getAlgorithm() {
        return "none";
    }

    @Override
    public int getBlockSize() {
        return 0;
    }

    @Override
    public int getDefaultBlockSize() {
        return 0;
    }

    @Override
    public boolean isEncryptThenMac() {
        return false;
    }

    @Override
    public void init(byte[] key) {
        // has none
    }

    @Override
    public void update(byte[] input, int start, int length) {
        // looks at nothing
    }

    @Override
    public void updateUInt(long number) {
        // looks at nothing
    }

    @Override
    public void doFinal(byte[] output, int offset) {
        // is of no bytes
    }
}
