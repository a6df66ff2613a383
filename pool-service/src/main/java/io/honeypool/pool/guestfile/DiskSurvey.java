package io.honeypool.pool.guestfile;

import io.honeypool.pool.guestfile.ext4.Ext4;
import io.honeypool.pool.guestfile.ext4.FileSystemFault;
import io.honeypool.pool.guestfile.ext4.Inode;
import io.honeypool.pool.image.DiskView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what is new or changed on the file systems of a guest's disk, compared with what the disk lies on. A file
 * counts as changed if its inode is not as it was: mode, size, times, where its content is. For one thread.
 */
final class DiskSurvey {

    private static final int MOST_FILE_SYSTEMS = 8;
    private static final int MOST_FILES = 20_000;
    /** Shares of the time: to find files, to find their names, and the rest to read them. */
    private static final double FINDING = 0.5;

    private static final double NAMING = 0.75;

    private final TimeLimit limit;
    private final List<Ext4> fileSystems = new ArrayList<>();
    private final List<FoundFile> found = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    private DiskSurvey(TimeLimit limit) {
        this.limit = limit;
    }

    /**
     * Looks at a disk.
     *
     * @param disk the guest's
     * @param before what it lies on; all files count as new if there is none
     * @param limit the time there is, for reading the files later as well
     */
    static DiskSurvey of(DiskView disk, Optional<DiskView> before, TimeLimit limit) throws IOException {
        DiskSurvey survey = new DiskSurvey(limit);
        DiskView timed = new TimedDisk(disk, limit);
        Optional<DiskView> timedBefore = before.map(view -> new TimedDisk(view, limit));
        for (long start : starts(timed)) {
            survey.look(timed, timedBefore, start);
        }
        if (survey.fileSystems.isEmpty() && survey.troubles.isEmpty()) {
            survey.troubles.add("there is no file system of ext2, ext3 or ext4 on the disk");
        }
        limit.allow(1);
        return survey;
    }

    private static List<Long> starts(DiskView disk) throws IOException {
        List<Long> starts = new ArrayList<>();
        if (Ext4.isAt(disk, 0)) {
            starts.add(0L);
            return starts;
        }
        for (long start : Partitions.of(disk)) {
            if (starts.size() < MOST_FILE_SYSTEMS && !starts.contains(start) && Ext4.isAt(disk, start)) {
                starts.add(start);
            }
        }
        return starts;
    }

    /** What was found; not all of it if there are troubles. */
    List<FoundFile> found() {
        return List.copyOf(found);
    }

    /** Whether there was anything to look at. */
    boolean isReadable() {
        return !fileSystems.isEmpty();
    }

    /** What could not be looked at, for people. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** Writes the content of a file that was found. */
    void write(FoundFile file, OutputStream out) throws IOException {
        Ext4 fileSystem = fileSystems.get(file.fileSystem());
        fileSystem.write(fileSystem.inode(file.inode()).orElseThrow(), file.size(), out);
    }

    private void look(DiskView disk, Optional<DiskView> before, long start) throws IOException {
        int begin = found.size();
        try {
            limit.allow(FINDING);
            Ext4 fileSystem = Ext4.open(disk, start);
            fileSystems.add(fileSystem);
            Optional<Ext4> earlier =
                    before.flatMap(view -> earlier(view, start)).filter(fileSystem::isShapedAs);
            fileSystem.visitWritten(inode -> note(inode, fileSystem, earlier));
            if (found.size() >= MOST_FILES) {
                troubles.add("more files changed than are looked at (" + MOST_FILES + ")");
            }
        } catch (FileSystemFault broken) {
            troubles.add(String.valueOf(broken.getMessage()));
        } catch (TimeLimit.Over late) {
            troubles.add("the time was over before all files were found");
        }
        name(begin);
    }

    /** What the disk lies on was made by the image's maker; if it cannot be read, everything counts as new. */
    private static Optional<Ext4> earlier(DiskView before, long start) {
        try {
            return Optional.of(Ext4.open(before, start));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private boolean note(Inode inode, Ext4 fileSystem, Optional<Ext4> earlier) throws IOException {
        if (!inode.isRegular() || inode.size() <= 0) {
            return true;
        }
        Optional<Inode> same =
                earlier.isEmpty() ? Optional.empty() : earlier.get().inode(inode.number());
        if (same.isEmpty() || !inode.isSameAs(same.get())) {
            found.add(new FoundFile(
                    fileSystems.size() - 1,
                    inode.number(),
                    null,
                    kind(inode, fileSystem),
                    same.isEmpty() || inode.replaces(same.get()),
                    inode.mode(),
                    inode.links(),
                    inode.size(),
                    inode.modified(),
                    inode.changed()));
        }
        return found.size() < MOST_FILES;
    }

    private static FileKind kind(Inode inode, Ext4 fileSystem) throws IOException {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream(FileKind.LOOKED_AT);
        try {
            fileSystem.write(inode, FileKind.LOOKED_AT, beginning);
        } catch (FileSystemFault broken) {
            beginning.reset();
        }
        return FileKind.of(beginning.toByteArray(), inode.mode());
    }

    /** A file without a name is a find all the same, so nothing is lost where names cannot be had. */
    private void name(int begin) throws IOException {
        if (begin == found.size()) {
            return;
        }
        Set<Integer> wanted = new HashSet<>();
        for (FoundFile file : found.subList(begin, found.size())) {
            if (file.links() > 0) {
                wanted.add(file.inode());
            }
        }
        Map<Integer, byte[]> paths = new HashMap<>();
        try {
            limit.allow(NAMING);
            fileSystems.getLast().findPaths(wanted, paths);
        } catch (TimeLimit.Over late) {
            troubles.add("the time was over before all names were found");
        }
        found.subList(begin, found.size()).replaceAll(file -> {
            byte[] path = paths.get(file.inode());
            return path == null ? file : file.at(new GuestPath(path));
        });
    }
}
