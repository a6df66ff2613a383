package io.honeypool.proxy.ssh.connection;

/** A channel as the attacker sees it: in its guest, or only pretended to be. */
sealed interface AttackerChannel permits RelayedChannel, OwnChannel {}
