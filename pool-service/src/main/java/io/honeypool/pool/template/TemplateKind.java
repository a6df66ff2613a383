package io.honeypool.pool.template;

/** The templates there are. */
public enum TemplateKind {
    /** A guest. */
    DOMAIN("domain.xml", Scope.PROFILE),
    /** The network that guests are on. */
    NETWORK("network.xml", Scope.POOL),
    /** The network filter of a guest. */
    FILTER("filter.xml", Scope.PROFILE),
    /** A domain that shows what the host can do; never a guest. */
    TRIAL("trial.xml", Scope.NONE);

    private final String file;
    private final Scope scope;

    TemplateKind(String file, Scope scope) {
        this.file = file;
        this.scope = scope;
    }

    /** Where a template of an operator applies. */
    enum Scope {
        /** To all profiles, or to one. */
        PROFILE,
        /** To the pool. */
        POOL,
        /** Nowhere: there is only the built-in one. */
        NONE
    }

    /** Name of its file. */
    public String file() {
        return file;
    }

    /** What it may refer to. */
    public Vocabulary vocabulary() {
        return switch (this) {
            case DOMAIN -> domain();
            case NETWORK ->
                Vocabulary.of("name", "uuid", "bridge", "gateway", "prefix", "routed", "dns")
                        .and("host", "mac", "address");
            case FILTER ->
                Vocabulary.of(
                                "name",
                                "uuid",
                                "mac",
                                "address",
                                "gateway",
                                "network",
                                "prefix",
                                "replyFirst",
                                "replyLast",
                                "dns",
                                "limited")
                        .and("login", "first", "last")
                        .and("blockedRange", "first", "prefix")
                        .and("blockedPort", "protocol", "first", "last");
            case TRIAL ->
                Vocabulary.of(
                        "accelerator",
                        "name",
                        "uuid",
                        "kernel",
                        "initrd",
                        "commandLine",
                        "cpuWeight",
                        "network",
                        "bandwidth");
        };
    }

    private static Vocabulary domain() {
        return Vocabulary.of(
                "accelerator",
                "kvm",
                "tcg",
                "name",
                "uuid",
                "memory",
                "vcpus",
                "machine",
                "kernel",
                "initrd",
                "commandLine",
                "overlay",
                "mac",
                "network",
                "filter",
                "isolatedPort",
                "cpuLimits",
                "cpuWeight",
                "cpuQuota",
                "diskLimits",
                "diskBytes",
                "diskOperations",
                "bandwidth");
    }

    Scope scope() {
        return scope;
    }
}
