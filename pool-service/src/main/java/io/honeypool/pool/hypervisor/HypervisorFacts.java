package io.honeypool.pool.hypervisor;

/**
 * What a hypervisor is and offers.
 *
 * @param version versions of libvirt and QEMU, for people and as a cache key
 * @param processor the processor as domains under KVM get it; saved memory runs on no other
 * @param kvmOffered whether it claims to run domains under KVM
 */
public record HypervisorFacts(String version, String processor, boolean kvmOffered) {}
