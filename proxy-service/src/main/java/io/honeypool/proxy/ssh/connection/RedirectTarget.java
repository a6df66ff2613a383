package io.honeypool.proxy.ssh.connection;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where forwarded connections go instead, and whether it could be reached last time. The log has one line when it
 * begins to fail and one when it is there again, however often attackers try. Thread-safe.
 */
final class RedirectTarget {

    private static final Logger log = LoggerFactory.getLogger(RedirectTarget.class);

    private final Redirect redirect;
    private final AtomicBoolean failing = new AtomicBoolean();

    RedirectTarget(Redirect redirect) {
        this.redirect = redirect;
    }

    String host() {
        return redirect.host();
    }

    int port() {
        return redirect.targetPort();
    }

    void reached() {
        if (failing.compareAndSet(true, false)) {
            log.info("Redirected connections reach {}:{} again", host(), port());
        }
    }

    void failed(Exception cause) {
        if (failing.compareAndSet(false, true)) {
            log.warn(
                    "Connections redirected to {}:{} fail, and attackers see it: {}. Is the service there up? Said once"
                            + " until it is reached again; each attempt is an event",
                    host(),
                    port(),
                    cause.toString());
        }
    }
}
