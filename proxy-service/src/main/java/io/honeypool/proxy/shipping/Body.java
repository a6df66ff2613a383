package io.honeypool.proxy.shipping;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A file on its way: read from disk as it goes, no faster than it may. Read once, by any thread, which it blocks. */
public final class Body {

    private final Path file;
    private final long size;
    private final Pace pace;
    private final AtomicLong read = new AtomicLong();

    Body(Path file, Pace pace) throws IOException {
        this.file = file;
        this.size = Files.size(file);
        this.pace = pace;
    }

    /** Bytes that it has. */
    public long size() {
        return size;
    }

    /** Bytes that went by now. */
    public long read() {
        return read.get();
    }

    /** Its bytes. */
    public InputStream open() throws IOException {
        return new Paced(Files.newInputStream(file));
    }

    private final class Paced extends InputStream {

        private final InputStream in;

        Paced(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = in.read(into, offset, length == 0 ? 0 : pace.chunk(length));
            if (count > 0) {
                await(pace.delay(count, System.nanoTime()));
                read.addAndGet(count);
            }
            return count;
        }

        private static void await(long nanos) throws IOException {
            try {
                TimeUnit.NANOSECONDS.sleep(nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the sensor ends");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
