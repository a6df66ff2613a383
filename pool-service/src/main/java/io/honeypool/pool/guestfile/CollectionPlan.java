package io.honeypool.pool.guestfile;

import io.honeypool.pool.settings.GuestFileSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides what of a guest's files is collected and in what order; pure. Programs come first, then scripts, what else
 * may be executed, and the rest; of each the new before the changed, and the latest before the earlier.
 *
 * @param files what is to be collected, in order
 * @param tooLarge what would be and is larger than one file may be
 * @param leftOut how many more there are
 */
record CollectionPlan(List<FoundFile> files, List<FoundFile> tooLarge, int leftOut) {

    private static final Comparator<FoundFile> ORDER = Comparator.comparing(FoundFile::kind)
            .thenComparing(file -> !file.fresh())
            .thenComparing(FoundFile::changed, Comparator.reverseOrder())
            .thenComparingInt(FoundFile::fileSystem)
            .thenComparingInt(FoundFile::inode);

    CollectionPlan {
        files = List.copyOf(files);
        tooLarge = List.copyOf(tooLarge);
    }

    static CollectionPlan of(List<FoundFile> found, GuestFileSettings limits) {
        List<GuestPath> ignored =
                limits.ignoredPaths().stream().map(GuestPath::of).toList();
        List<FoundFile> files = new ArrayList<>();
        List<FoundFile> tooLarge = new ArrayList<>();
        long bytesLeft = limits.maximumBytes().toBytes();
        int leftOut = 0;
        for (FoundFile file : found.stream().sorted(ORDER).toList()) {
            if (isNoise(file, ignored)) {
                continue;
            }
            boolean large = file.size() > limits.maximumFileSize().toBytes();
            if (files.size() + tooLarge.size() >= limits.maximumFiles() || (!large && file.size() > bytesLeft)) {
                leftOut++;
            } else if (large) {
                tooLarge.add(file);
            } else {
                bytesLeft -= file.size();
                files.add(file);
            }
        }
        return new CollectionPlan(files, tooLarge, leftOut);
    }

    /** What the system itself writes all the time; a program is never noise, wherever it hides. */
    private static boolean isNoise(FoundFile file, List<GuestPath> ignored) {
        GuestPath path = file.path();
        return file.kind() == FileKind.OTHER && path != null && ignored.stream().anyMatch(path::isWithin);
    }
}
