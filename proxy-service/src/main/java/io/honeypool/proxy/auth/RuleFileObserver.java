package io.honeypool.proxy.auth;

/** Learns what became of the rule file's versions; must not block. */
public interface RuleFileObserver {

    /** An observer that looks away. */
    RuleFileObserver NONE = new RuleFileObserver() {};

    /** A version is in force. */
    default void loaded(int rules) {}

    /** A version cannot be used; the one before stays in force. */
    default void rejected() {}
}
