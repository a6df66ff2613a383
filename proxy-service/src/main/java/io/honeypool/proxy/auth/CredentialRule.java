package io.honeypool.proxy.auth;

/**
 * One line of the rule file: which logins it speaks about and what it says of them.
 *
 * @param username the user names
 * @param password the passwords
 * @param decision what becomes of a login that matches both
 */
record CredentialRule(CredentialPattern username, CredentialPattern password, LoginDecision decision) {

    boolean matches(String triedUsername, String triedPassword) {
        return username.matches(triedUsername) && password.matches(triedPassword);
    }

    /** Leaves the password out: an operator's rule file may hold real ones. */
    @Override
    public String toString() {
        return "CredentialRule[username=" + username + ", decision=" + decision + "]";
    }
}
