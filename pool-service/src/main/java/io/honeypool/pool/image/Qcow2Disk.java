package io.honeypool.pool.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a guest saw as its disk: an overlay and all that it lies on, read here without a process of QEMU's and without a
 * copy. Closing it closes its files.
 */
public final class Qcow2Disk implements DiskView, Closeable {

    private final List<Qcow2Layer> layers;

    private Qcow2Disk(List<Qcow2Layer> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * Opens the files of a chain.
     *
     * @throws IOException if one of them cannot be read, or has a feature that is not read here; the message says which
     */
    public static Qcow2Disk open(OverlayChain chain) throws IOException {
        List<Qcow2Layer> layers = new ArrayList<>();
        try {
            for (Path file : chain.files()) {
                layers.add(Qcow2Layer.open(file));
            }
            return new Qcow2Disk(layers);
        } catch (IOException | RuntimeException refused) {
            closeAll(layers);
            throw refused;
        }
    }

    /** What the overlay lies on, if on anything; it lives as long as this one. */
    public Optional<DiskView> base() {
        return layers.size() == 1 ? Optional.empty() : Optional.of(new Qcow2Disk(layers.subList(1, layers.size())));
    }

    @Override
    public long size() {
        return layers.getFirst().size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0) {
            throw new IOException("The offset " + offset + " is on no disk");
        }
        read(0, offset, into);
    }

    @Override
    public boolean isOwn(long offset, long length) throws IOException {
        Qcow2Layer top = layers.getFirst();
        if (layers.size() == 1) {
            return true;
        }
        long end = Math.min(offset + length, top.size());
        for (long at = offset; at < end; at += top.toClusterEnd(at)) {
            if (!(top.find(at) instanceof Qcow2Layer.Place.Below)) {
                return true;
            }
        }
        return false;
    }

    private void read(int depth, long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            if (depth == layers.size() || at >= layers.get(depth).size()) {
                into.put(new byte[into.remaining()]);
                return;
            }
            Qcow2Layer layer = layers.get(depth);
            int step = (int) Math.min(into.remaining(), Math.min(layer.toClusterEnd(at), layer.size() - at));
            ByteBuffer part = into.slice(into.position(), step);
            if (layer.find(at) instanceof Qcow2Layer.Place.Here here) {
                layer.read(here, at, part);
            } else {
                read(depth + 1, at, part);
            }
            into.position(into.position() + step);
            at += step;
        }
    }

    @Override
    public void close() throws IOException {
        closeAll(layers);
    }

    private static void closeAll(List<Qcow2Layer> layers) throws IOException {
        for (Qcow2Layer layer : layers) {
            layer.close();
        }
    }
}
