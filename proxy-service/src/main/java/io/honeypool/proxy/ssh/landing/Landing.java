package io.honeypool.proxy.ssh.landing;

import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.proxy.events.LandingEvent.Reason;
import io.honeypool.proxy.ssh.login.TypedLogin;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which account an attacker is to become, as far as that can be told without asking the guest. */
sealed interface Landing {

    /** What useradd takes on every Linux, and no shell or passwd file can misunderstand. */
    Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    /** No crypt(3) and no PAM module takes less; in bytes of UTF-8. */
    int LONGEST_PASSWORD = 255;

    /**
     * The guest's own account.
     *
     * @param reason why it is not what was typed; null if it is, or if nobody wants to know
     */
    record AsGuestAccount(@Nullable Reason reason) implements Landing {}

    /** An account and its password, both safe to be written into a guest. */
    record AsTyped(String account, String password) implements Landing {

        /** Leaves the password out, so that no log line can hold it. */
        @Override
        public String toString() {
            return "AsTyped[account=" + account + "]";
        }
    }

    /**
     * Decides.
     *
     * @param typed what the attacker was let in with; null if nobody remembers
     * @param own the guest's own account
     */
    static Landing of(LandingPolicy policy, @Nullable TypedLogin typed, GuestCredentials own) {
        return switch (policy) {
            case GUEST_ACCOUNT -> new AsGuestAccount(null);
            case AS_TYPED -> typed == null ? new AsGuestAccount(Reason.PASSWORD) : asTyped(typed, own);
        };
    }

    private static Landing asTyped(TypedLogin typed, GuestCredentials own) {
        if (typed.account().equals(own.username())) {
            return new AsGuestAccount(null);
        }
        if (!NAME.matcher(typed.account()).matches()) {
            return new AsGuestAccount(Reason.NAME);
        }
        String password = typed.password();
        return password == null || !isUsable(password)
                ? new AsGuestAccount(Reason.PASSWORD)
                : new AsTyped(typed.account(), password);
    }

    /** One line that is not empty, as chpasswd and sshd want it. */
    private static boolean isUsable(String password) {
        return !password.isEmpty()
                && password.chars().noneMatch(Character::isISOControl)
                && password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD;
    }
}
