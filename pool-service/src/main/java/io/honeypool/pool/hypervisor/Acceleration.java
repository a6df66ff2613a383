package io.honeypool.pool.hypervisor;

/** What executes a guest's instructions. */
public enum Acceleration {
    /** The processor. */
    KVM,
    /** QEMU's code generator. */
    TCG
}
