package io.honeypool.proxy.ssh.connection;

import java.util.Map;
import java.util.stream.Collectors;

/** Decides what becomes of the connections that attackers forward; one for all of them. Thread-safe. */
final class ForwardingPolicy {

    private final ForwardingSettings.Policy base;
    private final Map<Long, RedirectTarget> redirects;

    ForwardingPolicy(ForwardingSettings settings) {
        this.base = settings.policy();
        this.redirects = settings.redirect().stream()
                .collect(Collectors.toUnmodifiableMap(redirect -> (long) redirect.port(), RedirectTarget::new));
    }

    /** What becomes of a connection to a TCP port. */
    Decision directTcpip(long port) {
        RedirectTarget target = redirects.get(port);
        return target == null ? base() : new Decision.Elsewhere(target);
    }

    /** What becomes of a connection to a socket in the file system. */
    Decision directStreamlocal() {
        return base();
    }

    /** Whether the guest may be asked to listen for the attacker; what only records has nothing to listen with. */
    boolean mayListen() {
        return base == ForwardingSettings.Policy.INTO_GUEST;
    }

    private Decision base() {
        return switch (base) {
            case INTO_GUEST -> new Decision.IntoGuest();
            case REFUSE -> new Decision.Refuse();
            case RECORD -> new Decision.Pretend();
        };
    }

    /** What becomes of one connection. */
    sealed interface Decision {

        /** The guest makes it. */
        record IntoGuest() implements Decision {}

        /** Nobody makes it. */
        record Refuse() implements Decision {}

        /** Nobody makes it, and the attacker may believe it is made. */
        record Pretend() implements Decision {}

        /** We make it, to somewhere else. */
        record Elsewhere(RedirectTarget target) implements Decision {}
    }
}
