package io.honeypool.proxy.auth;

/** Decides password logins. Thread-safe; never blocks, because it is asked on a protocol's I/O thread. */
public interface CredentialPolicy {

    /** What becomes of this try. */
    LoginDecision decide(LoginTry login);
}
