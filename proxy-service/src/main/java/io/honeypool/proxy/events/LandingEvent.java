package io.honeypool.proxy.events;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attacker is in its guest, where attackers land as the user that they typed.
 *
 * @param username as typed
 * @param account the guest's account that it became
 * @param outcome how that came about
 * @param reason why it is not the account that was typed; null if it is
 */
public record LandingEvent(
        String username,
        String account,
        Outcome outcome,
        @Nullable Reason reason) implements HoneypotEvent {

    /** How the account came about. */
    public enum Outcome {
        /** It was made, with the password that was typed. */
        MADE,
        /** It was there and got the password that was typed. */
        PASSWORD_SET,
        /** It was there and took the password that was typed. */
        UNCHANGED,
        /** It is the guest's own. */
        GUEST_ACCOUNT;

        /** The outcome's name in events and metrics. */
        public String label() {
            return LandingEvent.label(this);
        }
    }

    /** Why an attacker is not what it typed. */
    public enum Reason {
        /** No account may be called so. */
        NAME,
        /** None was typed, or one that no account can have. */
        PASSWORD,
        /** The guest has such an account, but not for people. */
        SYSTEM_ACCOUNT,
        /** The guest's own account may not make others. */
        NOT_ROOT,
        /** Others of the same guest were in the way for too long. */
        BUSY,
        /** The guest did not do as it should. */
        FAILED;

        /** The reason's name in events. */
        public String label() {
            return LandingEvent.label(this);
        }
    }

    @Override
    public String eventId() {
        return "honeypool.landing";
    }

    @Override
    public String message() {
        return "[" + username + "] landed as " + account + ", " + outcome.label()
                + (reason == null ? "" : ", " + reason.label());
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields =
                new LinkedHashMap<>(Fields.of("username", username, "account", account, "outcome", outcome.label()));
        if (reason != null) {
            fields.put("reason", reason.label());
        }
        return fields;
    }

    private static String label(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
