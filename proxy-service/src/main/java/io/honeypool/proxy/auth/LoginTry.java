package io.honeypool.proxy.auth;

import io.honeypool.common.lease.SourceAddress;

/**
 * One password that an attacker tried.
 *
 * @param source where the attacker comes from
 * @param username the user name as typed
 * @param password the password as typed
 */
public record LoginTry(SourceAddress source, String username, String password) {}
