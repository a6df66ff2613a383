package io.honeypool.proxy.ssh.landing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a guest prints, up to a bound; more of it is an error, which ends the connection that it comes from. */
final class BoundedOutput extends OutputStream {

    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoundedOutput(int most) {
        this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] data, int offset, int length) throws IOException {
        int room = most - bytes.size();
        bytes.write(data, offset, Math.min(length, room));
        if (length > room) {
            throw new IOException("the guest printed more than " + most + " bytes");
        }
    }

    /** What was printed so far. */
    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
