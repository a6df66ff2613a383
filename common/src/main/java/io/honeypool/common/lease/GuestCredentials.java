package io.honeypool.common.lease;

/** The guest account a sensor logs in with; has nothing to do with what the attacker typed. */
public record GuestCredentials(String username, String password) {

    /** Leaves the password out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "GuestCredentials[username=" + username + "]";
    }
}
