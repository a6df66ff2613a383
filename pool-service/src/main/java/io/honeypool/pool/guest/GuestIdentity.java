package io.honeypool.pool.guest;

import java.net.InetAddress;
import java.util.UUID;

/**
 * What a slot gives to the guest in it.
 *
 * @param slot number of the slot, from 1
 * @param name name of the domain and of its filter
 * @param domain UUID of the domain: libvirt restores saved memory under no other
 * @param mac address of its network interface
 * @param address its IPv4 address
 */
public record GuestIdentity(int slot, String name, UUID domain, String mac, InetAddress address) {}
