package io.honeypool.pool.hypervisor;

/**
 * A trial of limits: starts a domain that has them and never runs.
 *
 * @param name the trial domain's name
 * @param limits the limits
 * @param network the network that its interface is on, if bandwidth is limited
 */
public record LimitsTrial(String name, DomainSpec.Limits limits, String network) {}
