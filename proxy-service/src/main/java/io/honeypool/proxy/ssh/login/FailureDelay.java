package io.honeypool.proxy.ssh.login;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long a refusal takes. */
final class FailureDelay {

    /** OpenSSH never refuses faster (auth2.c), and makes up to this much more of the user's name. */
    private static final Duration LEAST = Duration.ofMillis(5);

    private static final int OF_NAME_MICROS = 4_200;

    private final Duration ofPassword;
    private final int salt = ThreadLocalRandom.current().nextInt();

    /**
     * A delay.
     *
     * @param ofPassword what a wrong password takes in the middle
     */
    FailureDelay(Duration ofPassword) {
        this.ofPassword = ofPassword;
    }

    /** After a wrong password: PAM's delay, up to a quarter more or less (pam_fail_delay(3)). */
    Duration afterPassword(String account) {
        double factor = 0.75 + ThreadLocalRandom.current().nextDouble(0.5);
        Duration pam = Duration.ofNanos((long) (ofPassword.toNanos() * factor));
        return pam.compareTo(LEAST) < 0 ? afterOther(account) : pam;
    }

    /** After anything else but {@code none}: the same for the same name. */
    Duration afterOther(String account) {
        return LEAST.plusNanos(Math.floorMod(account.hashCode() * 31 + salt, OF_NAME_MICROS) * 1_000L);
    }
}
