package io.honeypool.proxy.ssh.connection;

/**
 * How an attacker's channels are relayed.
 *
 * @param maximumChannels channels of one connection at the same time
 * @param forwarding what becomes of forwarded connections
 */
public record RelaySettings(int maximumChannels, ForwardingSettings forwarding) {}
