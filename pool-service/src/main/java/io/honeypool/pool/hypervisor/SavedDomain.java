package io.honeypool.pool.hypervisor;

import java.nio.file.Path;
import java.util.UUID;

/**
 * A domain that was saved.
 *
 * @param id the domain's UUID
 * @param name the domain's name
 * @param filter the network filter on its interface
 * @param memory absolute path of the file it was saved to
 */
public record SavedDomain(UUID id, String name, String filter, Path memory) {}
