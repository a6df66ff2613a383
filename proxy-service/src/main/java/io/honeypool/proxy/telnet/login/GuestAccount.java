package io.honeypool.proxy.telnet.login;

import java.util.List;

/**
 * How the sensor gets into a guest.
 *
 * @param username the account
 * @param passwords what its password may be by now, likeliest first, never empty
 */
public record GuestAccount(String username, List<String> passwords) {

    public GuestAccount {
        passwords = List.copyOf(passwords);
    }

    @Override
    public String toString() {
        return "GuestAccount[username=" + username + "]";
    }
}
