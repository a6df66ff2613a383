package io.honeypool.pool.kept;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** One thing to do about a row and a file that do not agree. */
sealed interface KeptRepair {

    /** The file is at its place and its row does not say so. */
    record Finish(UUID overlay) implements KeptRepair {}

    /** There is no file. */
    record Lose(UUID overlay) implements KeptRepair {}

    /** The file that was not there is there again. */
    record Find(UUID overlay) implements KeptRepair {}

    /** The file should not be there any more. */
    record Remove(UUID overlay) implements KeptRepair {}

    /** The file has no row. */
    record Adopt(UUID overlay) implements KeptRepair {}

    /**
     * Compares; pure.
     *
     * @param rows every row of this pool service; read before the files, which come after their rows
     * @param files overlays whose files are there
     * @param retiring guests that are being removed: what becomes of their overlays is still being worked on
     */
    static List<KeptRepair> plan(List<KeptOverlay> rows, Set<UUID> files, Set<UUID> retiring) {
        List<KeptRepair> repairs = new ArrayList<>();
        Set<UUID> strays = new HashSet<>(files);
        for (KeptOverlay row : rows) {
            strays.remove(row.id());
            boolean there = files.contains(row.id());
            boolean settled =
                    row.origin() == null || !retiring.contains(row.origin().guestId());
            switch (row.state()) {
                case KEEPING -> {
                    if (settled) {
                        repairs.add(there ? new Finish(row.id()) : new Lose(row.id()));
                    }
                }
                case KEPT -> {
                    if (!there) {
                        repairs.add(new Lose(row.id()));
                    }
                }
                case REMOVING -> repairs.add(new Remove(row.id()));
                case REMOVED -> {
                    if (there) {
                        boolean lost = row.isRemovedFor(RemovalReason.LOST);
                        repairs.add(lost ? new Find(row.id()) : new Remove(row.id()));
                    }
                }
            }
        }
        strays.forEach(stray -> repairs.add(new Adopt(stray)));
        return repairs;
    }
}
