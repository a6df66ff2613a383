package io.honeypool.pool.hypervisor;

/**
 * What a hypervisor is and offers.
 *
 * @param version versions of libvirt and QEMU, for people and as a cache key
 * @param kvmOffered whether it claims to run domains under KVM
 */
public record HypervisorFacts(String version, boolean kvmOffered) {}
