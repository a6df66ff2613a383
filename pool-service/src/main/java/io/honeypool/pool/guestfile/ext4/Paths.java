package io.honeypool.pool.guestfile.ext4;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the names of files, level by level from the root. Each directory is read once, so circles end. */
final class Paths {

    private static final int MOST_DIRECTORIES = 50_000;
    private static final int LONGEST = 4_096;
    private static final int MOST_BYTES = 4 << 20;

    private final Inodes inodes;
    private final Blocks blocks;
    private final Set<Integer> wanted;
    private final Set<Integer> seen = new HashSet<>();
    private final Deque<Place> waiting = new ArrayDeque<>();
    private final Map<Integer, byte[]> found;
    private int bytesLeft = MOST_BYTES;

    /** A directory that is to be looked at. */
    private static final class Place {
        private final int inode;
        private final byte[] path;

        private Place(int inode, byte[] path) {
            this.inode = inode;
            this.path = path;
        }
    }

    private Paths(Inodes inodes, Blocks blocks, Set<Integer> wanted, Map<Integer, byte[]> found) {
        this.inodes = inodes;
        this.blocks = blocks;
        this.wanted = wanted;
        this.found = found;
    }

    /** Finds the first path of each wanted file; a broken directory hides what is in it. */
    static void find(Set<Integer> wanted, Map<Integer, byte[]> found, Inodes inodes, Blocks blocks) throws IOException {
        new Paths(inodes, blocks, wanted, found).walk();
    }

    private void walk() throws IOException {
        waiting.add(new Place(Ext4.ROOT, new byte[0]));
        seen.add(Ext4.ROOT);
        while (!waiting.isEmpty() && found.size() < wanted.size()) {
            look(waiting.remove());
        }
    }

    private void look(Place place) throws IOException {
        try {
            Directory.visit(inodes.read(place.inode), blocks, (inode, name) -> note(place, inode, name));
        } catch (FileSystemFault broken) {
            // the others can be read
        }
    }

    private boolean note(Place directory, int inode, byte[] name) throws IOException {
        int length = directory.path.length + 1 + name.length;
        if (length > LONGEST || length > bytesLeft) {
            return true;
        }
        if (wanted.contains(inode)) {
            if (!found.containsKey(inode)) {
                found.put(inode, join(directory.path, name));
            }
        } else if (seen.size() < MOST_DIRECTORIES && !seen.contains(inode) && isDirectory(inode)) {
            seen.add(inode);
            waiting.add(new Place(inode, join(directory.path, name)));
        }
        return found.size() < wanted.size();
    }

    private boolean isDirectory(int inode) throws IOException {
        try {
            return inodes.read(inode).isDirectory();
        } catch (FileSystemFault absent) {
            return false;
        }
    }

    private byte[] join(byte[] directory, byte[] name) {
        bytesLeft -= directory.length + 1 + name.length;
        ByteArrayOutputStream path = new ByteArrayOutputStream(directory.length + 1 + name.length);
        path.writeBytes(directory);
        path.write('/');
        path.writeBytes(name);
        return path.toByteArray();
    }
}
