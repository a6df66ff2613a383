package io.honeypool.proxy.relay;

/**
 * What waits in a channel's two directions. A tap that hands bytes over to a thread of its own may
 * {@linkplain Backlog#add add} them and must then say when they are {@linkplain Backlog#gone gone}, within seconds
 * whatever happens: a disk that hangs must not hold up an attacker for good.
 *
 * @param input of what the attacker sends
 * @param output of what the guest sends
 */
public record Backlogs(Backlog input, Backlog output) {}
