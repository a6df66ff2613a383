package io.honeypool.pool.filestore;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Where a content is. */
public sealed interface Place {

    /** In a file of this host. */
    record Here(Path file) implements Place {}

    /** On the hosts of other pool services. */
    record Elsewhere(List<String> owners) implements Place {
        /** Copies the list. */
        public Elsewhere {
            owners = List.copyOf(owners);
        }
    }

    /** Nowhere: unknown, or removed. */
    record Nowhere() implements Place {}

    /**
     * The place of a content.
     *
     * @param owners the pool services that have it
     * @param self the one that is asked
     * @param file where it would be here
     */
    static Place of(List<String> owners, String self, Supplier<Path> file) {
        if (owners.contains(self)) {
            return new Here(file.get());
        }
        return owners.isEmpty() ? new Nowhere() : new Elsewhere(owners);
    }
}
