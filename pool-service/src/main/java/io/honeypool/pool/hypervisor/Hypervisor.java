package io.honeypool.pool.hypervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The machine that runs guests. Every call blocks until the hypervisor has answered, may come from any thread, and
 * throws a {@link HypervisorException} when it fails. What is asked to go away and is not there counts as gone.
 */
public interface Hypervisor {

    /** Whether the hypervisor answers now; never throws. */
    boolean isReachable();

    /** What the hypervisor is and offers. */
    HypervisorFacts facts();

    /** Every domain that is active, of whatever pool or other software. */
    List<DomainStatus> domains();

    /**
     * The document that a domain is started from.
     *
     * @throws io.honeypool.pool.template.TemplateFailure if the profile's template does not make one
     */
    String document(DomainSpec domain);

    /**
     * Has a domain judged without starting it; neither its name nor its id may be those of another.
     *
     * @throws HypervisorFault with the hypervisor's reason if it would not take the domain
     */
    void judge(DomainSpec domain);

    /** Has a network judged in the same way. */
    void judge(NetworkSpec network);

    /** Has a network filter judged in the same way. */
    void judge(FilterSpec filter);

    /** Starts a domain that vanishes when it stops; it runs nothing before its network filter is in force. */
    void start(DomainSpec domain);

    /** Stops a domain in the middle of running and writes its memory and devices to a file. */
    void save(UUID domain, Path memory);

    /** Starts a domain from what was saved; it runs nothing before its network filter is in force. */
    void restore(SavedDomain domain);

    /** How much processor time a running domain has had. */
    Duration processorTime(UUID domain);

    /**
     * Has the kernel of a running domain asked to write what it has in memory to its disk, as by keys on a keyboard;
     * returns before it does, and whether it does is up to the guest.
     */
    void askToSync(UUID domain);

    /** How many bytes a running domain has written to its disk. */
    long bytesWritten(UUID domain);

    /** Stops a domain at once. */
    void destroy(UUID domain);

    /**
     * Sees to it that the network is there and active.
     *
     * @throws NetworkMismatch if another network of that name is there
     */
    void ensureNetwork(NetworkSpec network);

    /** Removes the network if this pool made it. */
    void removeNetwork(NetworkSpec network);

    /** Defines a network filter, or replaces the one of that name. */
    void defineFilter(FilterSpec filter);

    /** Removes a network filter that no domain uses. */
    void removeFilter(String name);

    /** Names of all network filters. */
    List<String> filters();

    /** Starts a guest that ends by itself, to see whether KVM runs guests here; takes up to the trial's patience. */
    KvmVerdict tryKvm(KvmTrial trial);

    /** Starts a domain with limits to see why they would not be in force; empty if they are. */
    Optional<String> tryLimits(LimitsTrial trial);

    /** Has a listener told, from a thread it must not hold, whenever a domain started or stopped by itself. */
    void onChange(Runnable listener);
}
