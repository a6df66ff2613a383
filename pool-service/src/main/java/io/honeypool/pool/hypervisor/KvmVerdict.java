package io.honeypool.pool.hypervisor;

/** What is known about KVM on a host. */
public sealed interface KvmVerdict {

    /** A guest really ran under it. */
    record Works() implements KvmVerdict {}

    /**
     * No guest runs under it.
     *
     * @param reason why, for the operator
     * @param tried whether a guest was started under it and did not get anywhere; else it could not even be started,
     *     and the reason may go away
     */
    record Fails(String reason, boolean tried) implements KvmVerdict {}

    /** It is offered, and no guest has run under it yet. */
    record Unproven() implements KvmVerdict {}
}
