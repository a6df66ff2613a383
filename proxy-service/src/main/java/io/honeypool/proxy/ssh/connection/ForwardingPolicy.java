package io.honeypool.proxy.ssh.connection;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides what becomes of the connections that attackers forward. */
final class ForwardingPolicy {

    private final ForwardingSettings.Policy base;
    private final Map<Long, Redirect> redirects;

    ForwardingPolicy(ForwardingSettings settings) {
        this.base = settings.policy();
        this.redirects = settings.redirect().stream()
                .collect(Collectors.toUnmodifiableMap(redirect -> (long) redirect.port(), Function.identity()));
    }

    /** What becomes of a connection to a TCP port. */
    Decision directTcpip(long port) {
        Redirect redirect = redirects.get(port);
        return redirect == null ? base() : new Decision.Elsewhere(redirect.host(), redirect.targetPort());
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
        record Elsewhere(String host, int port) implements Decision {}
    }
}
