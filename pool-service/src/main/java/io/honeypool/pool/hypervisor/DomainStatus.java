package io.honeypool.pool.hypervisor;

import java.util.UUID;

/**
 * A domain that runs, or is paused.
 *
 * @param id the domain's UUID
 * @param name the domain's name
 */
public record DomainStatus(UUID id, String name) {}
