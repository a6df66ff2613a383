package io.honeypool.pool.hypervisor;

/** What is known about KVM on a host. */
public sealed interface KvmVerdict {

    /** A guest really ran under it. */
    record Works() implements KvmVerdict {}

    /**
     * No guest runs under it.
     *
     * @param reason why, for the operator
     */
    record Fails(String reason) implements KvmVerdict {}

    /** It is offered, and no guest has run under it yet. */
    record Unproven() implements KvmVerdict {}
}
