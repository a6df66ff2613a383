package io.honeypool.proxy.ssh.login;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lets time pass before something goes on, without holding a thread meanwhile. */
@FunctionalInterface
public interface Pause {

    /** Goes on with a virtual thread for each. */
    Pause REAL = (duration, next) -> CompletableFuture.delayedExecutor(
                    duration.toNanos(),
                    TimeUnit.NANOSECONDS,
                    task -> Thread.ofVirtual().name("login-delay").start(task))
            .execute(next);

    /** Returns at once; {@code next} is run when the time is over. */
    void then(Duration duration, Runnable next);
}
