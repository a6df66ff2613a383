package io.honeypool.proxy.auth;

/**
 * One line of the rule file: which logins it speaks about and what it says of them.
 *
 * @param username the user name, or {@code *} for any
 * @param password the password, or {@code *} for any
 * @param decision what becomes of a login that matches
 */
record CredentialRule(String username, String password, LoginDecision decision) {

    private static final String ANY = "*";

    boolean matches(String triedUsername, String triedPassword) {
        return fits(username, triedUsername) && fits(password, triedPassword);
    }

    private static boolean fits(String pattern, String tried) {
        return pattern.equals(ANY) || pattern.equals(tried);
    }

    /** Leaves the password out: an operator's rule file may hold real ones. */
    @Override
    public String toString() {
        return "CredentialRule[username=" + username + ", decision=" + decision + "]";
    }
}
