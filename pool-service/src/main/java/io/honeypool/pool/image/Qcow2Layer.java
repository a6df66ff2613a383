package io.honeypool.pool.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One qcow2 file of a disk (QEMU's docs/interop/qcow2.txt), read through its two levels of tables. All that the file
 * says is checked: a guest that broke out of its QEMU may have written it.
 */
final class Qcow2Layer implements Closeable {

    private static final int HEADER = 112;
    private static final int BYTES_OF_TABLES = 2 << 20;
    private static final int LARGEST_FIRST_TABLE = 1 << 20;
    private static final int SMALLEST_CLUSTER_BITS = 9;
    private static final int LARGEST_CLUSTER_BITS = 21;
    private static final long DIRTY_OR_CORRUPT = 3;
    private static final long OFFSET = 0x00fffffffffffe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final int SECTOR = 512;

    private final Path file;
    private final FileChannel channel;
    private final int clusterBits;
    private final long size;
    private final long[] firstTable;
    private final LinkedHashMap<Long, long[]> tables = new LinkedHashMap<>(16, 0.75f, true);

    /** Where a cluster is. */
    sealed interface Place {

        /** Not in this file: in what it lies on. */
        record Below() implements Place {}

        /** In this file, in one form or another. */
        sealed interface Here extends Place {}

        /** Nothing but zeros. */
        record Zeros() implements Here {}

        /** As it is, at an offset. */
        record Plain(long offset) implements Here {}

        /** Deflated, at an offset. */
        record Deflated(long offset, int length) implements Here {}
    }

    private Qcow2Layer(Path file, FileChannel channel, int clusterBits, long size, long[] firstTable) {
        this.file = file;
        this.channel = channel;
        this.clusterBits = clusterBits;
        this.size = size;
        this.firstTable = firstTable;
    }

    static Qcow2Layer open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return open(file, channel);
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    private static Qcow2Layer open(Path file, FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        readFully(channel, header, 0);
        int version = header.getInt(4);
        int clusterBits = header.getInt(20);
        long size = header.getLong(24);
        int entries = header.getInt(36);
        if (version == 3 && (header.getLong(72) & ~DIRTY_OR_CORRUPT) != 0) {
            throw new IOException(file + " is a qcow2 file with features that are not read here");
        }
        if (header.getInt(32) != 0
                || clusterBits < SMALLEST_CLUSTER_BITS
                || clusterBits > LARGEST_CLUSTER_BITS
                || size < 0
                || entries < 0
                || entries > LARGEST_FIRST_TABLE) {
            throw new IOException(file + " is no qcow2 file that can be read");
        }
        ByteBuffer table = ByteBuffer.allocate(entries * Long.BYTES);
        readFully(channel, table, header.getLong(40));
        return new Qcow2Layer(file, channel, clusterBits, size, longs(table));
    }

    long size() {
        return size;
    }

    /** Bytes from an offset to the end of its cluster. */
    long toClusterEnd(long offset) {
        return cluster() - (offset & (cluster() - 1));
    }

    Place find(long offset) throws IOException {
        int secondBits = clusterBits - 3;
        long index = offset >>> (clusterBits + secondBits);
        long at = index < firstTable.length ? firstTable[(int) index] & OFFSET : 0;
        if (at == 0) {
            return new Place.Below();
        }
        long entry = table(at)[(int) (offset >>> clusterBits) & ((1 << secondBits) - 1)];
        if ((entry & COMPRESSED) != 0) {
            int split = 62 - (clusterBits - 8);
            long from = entry & ((1L << split) - 1);
            long sectors = (entry >>> split) & ((1L << (62 - split)) - 1);
            return new Place.Deflated(from, (int) ((sectors + 1) * SECTOR - (from & (SECTOR - 1))));
        }
        if ((entry & 1) != 0) {
            return new Place.Zeros();
        }
        return (entry & OFFSET) == 0 ? new Place.Below() : new Place.Plain(entry & OFFSET);
    }

    /** Fills a buffer that does not reach beyond the cluster. */
    void read(Place.Here place, long offset, ByteBuffer into) throws IOException {
        int inside = (int) (offset & (cluster() - 1));
        switch (place) {
            case Place.Zeros() -> into.put(new byte[into.remaining()]);
            case Place.Plain(long from) -> readFully(channel, into, from + inside);
            case Place.Deflated deflated -> into.put(inflate(deflated), inside, into.remaining());
        }
    }

    private byte[] inflate(Place.Deflated place) throws IOException {
        ByteBuffer packed = ByteBuffer.allocate(place.length());
        readFully(channel, packed, place.offset());
        byte[] cluster = new byte[cluster()];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed.array());
            int done = 0;
            while (done < cluster.length) {
                int more = inflater.inflate(cluster, done, cluster.length - done);
                if (more == 0) {
                    throw new IOException(file + " has a compressed cluster that is cut off");
                }
                done += more;
            }
            return cluster;
        } catch (DataFormatException broken) {
            throw new IOException(file + " has a compressed cluster that is broken", broken);
        }
    }

    private long[] table(long at) throws IOException {
        long[] known = tables.get(at);
        if (known != null) {
            return known;
        }
        ByteBuffer bytes = ByteBuffer.allocate(cluster());
        readFully(channel, bytes, at);
        if ((tables.size() + 1L) * cluster() > BYTES_OF_TABLES && !tables.isEmpty()) {
            tables.pollFirstEntry();
        }
        long[] read = longs(bytes);
        tables.put(at, read);
        return read;
    }

    private int cluster() {
        return 1 << clusterBits;
    }

    /** Clusters at the end of a file may be cut short: what is not there reads as zeros. */
    private static void readFully(FileChannel channel, ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int read = at < 0 ? -1 : channel.read(into, at);
            if (read < 0) {
                into.put(new byte[into.remaining()]);
                return;
            }
            at += read;
        }
    }

    private static long[] longs(ByteBuffer bytes) {
        long[] longs = new long[bytes.capacity() / Long.BYTES];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = bytes.getLong(i * Long.BYTES);
        }
        return longs;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
