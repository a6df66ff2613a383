package io.honeypool.pool.hypervisor;

import java.time.Duration;

/**
 * A trial of KVM: boots a kernel that finds no init, panics and reboots, which ends the domain.
 *
 * @param name the trial domain's name
 * @param boot the kernel
 * @param patience how long it may take
 */
public record KvmTrial(String name, DomainSpec.DirectBoot boot, Duration patience) {}
