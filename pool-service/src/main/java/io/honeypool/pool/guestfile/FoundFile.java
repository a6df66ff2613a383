package io.honeypool.pool.guestfile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that is new on a guest's disk, or not as it was.
 *
 * @param fileSystem which of the disk's file systems it is on
 * @param inode its number there
 * @param path where it was; null for one that had no name any more, or whose name was not found
 * @param kind what it is
 * @param fresh whether it was not there before
 * @param mode type and permissions, as in {@code stat}
 * @param links how many names it had; none if it was removed and still open
 * @param size its bytes, as the file system says
 * @param modified when its content was changed, by the guest's clock
 * @param changed when anything of it was changed, by the guest's clock
 */
public record FoundFile(
        int fileSystem,
        int inode,
        @Nullable GuestPath path,
        FileKind kind,
        boolean fresh,
        int mode,
        int links,
        long size,
        Instant modified,
        Instant changed) {

    FoundFile at(GuestPath known) {
        return new FoundFile(fileSystem, inode, known, kind, fresh, mode, links, size, modified, changed);
    }
}
