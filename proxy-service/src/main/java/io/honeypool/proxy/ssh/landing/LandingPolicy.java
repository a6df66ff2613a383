package io.honeypool.proxy.ssh.landing;

/** Which account of its guest an attacker becomes. */
public enum LandingPolicy {
    /** The guest's own account, whatever was typed. */
    GUEST_ACCOUNT,
    /** The account that was typed, made with the password that was typed where the guest has none of that name. */
    AS_TYPED
}
