package io.honeypool.proxy.ssh.login;

import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * What an attacker was let in with.
 *
 * @param account the user name
 * @param password the password; null if it came with a key
 */
public record TypedLogin(String account, @Nullable String password) {

    private static final AttributeKey<TypedLogin> ATTRIBUTE = new AttributeKey<>();

    /** What the session's attacker was let in with, null if it is not. */
    public static @Nullable TypedLogin of(Session ssh) {
        return ssh.getAttribute(ATTRIBUTE);
    }

    void keepIn(Session ssh) {
        ssh.setAttribute(ATTRIBUTE, this);
    }
}
