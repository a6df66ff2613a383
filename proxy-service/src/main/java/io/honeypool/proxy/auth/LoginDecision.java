package io.honeypool.proxy.auth;

/** What becomes of a login attempt. */
public sealed interface LoginDecision {

    /** The attacker is let in. */
    record Accepted() implements LoginDecision {}

    /** The attacker is told that the password is wrong. */
    record Refused() implements LoginDecision {}
}
