package io.honeypool.proxy.ssh.login;

/** Counts the tries of one connection as OpenSSH's server does (auth2.c, MaxAuthTries in sshd_config). */
final class LoginCount {

    /** More requests than any client makes. */
    private static final int MOST_REQUESTS = 1024;

    private final int maximum;
    private int requests;
    private int failures;

    LoginCount(int maximum) {
        this.maximum = maximum;
    }

    /** A request came; whether it may still be tried. */
    boolean request() {
        return requests++ < MOST_REQUESTS;
    }

    /** Whether the request at hand is the first one. */
    boolean isFirst() {
        return requests == 1;
    }

    /**
     * The request at hand was refused; whether there may be another. Asking for the methods with {@code none} costs
     * nothing, but only at the beginning.
     */
    boolean refused(String method) {
        if (!isFirst() || !method.equals(LoginRequest.NONE)) {
            failures++;
        }
        return failures < maximum;
    }
}
