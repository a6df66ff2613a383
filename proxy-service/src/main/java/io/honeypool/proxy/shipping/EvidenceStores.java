package io.honeypool.proxy.shipping;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The directories that evidence is kept in.
 *
 * @param directories one for each kind
 */
public record EvidenceStores(Map<EvidenceKind, Path> directories) {

    /** The directory of a kind. */
    public Path of(EvidenceKind kind) {
        return Objects.requireNonNull(directories.get(kind));
    }
}
