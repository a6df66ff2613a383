package io.honeypool.pool.isolation;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.settings.GuestSettings;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Who has which name and address: the gateway has the first host address, slot n the one n further on. Pure; the same
 * values give the same plan.
 */
public final class AddressPlan {

    private final String prefix;
    private final Pattern names;
    private final int poolHash;
    private final Ipv4Network network;

    private AddressPlan(String pool, Ipv4Network network) {
        this.prefix = "hp-" + pool + "-";
        this.names = Pattern.compile(Pattern.quote(prefix) + "([1-9]\\d{0,3})");
        this.network = network;
        CRC32 hash = new CRC32();
        hash.update(pool.getBytes(StandardCharsets.UTF_8));
        this.poolHash = (int) hash.getValue();
    }

    /**
     * Plans a pool.
     *
     * @throws IllegalArgumentException if the text is not a network or the network has too few addresses; the message
     *     says which
     */
    public static AddressPlan of(String pool, String cidr, int guests) {
        Ipv4Network network = Ipv4Network.parse(cidr);
        if (network.hosts() < guests + 1) {
            throw new IllegalArgumentException("has room for " + (network.hosts() - 1) + " guests, not for " + guests);
        }
        return new AddressPlan(pool, network);
    }

    /** The host's address. */
    public InetAddress gateway() {
        return network.host(1);
    }

    /** The network, guests and gateway. */
    AddressRange range() {
        return new AddressRange(network.base(), network.prefixLength());
    }

    /** Prefix length of the network. */
    public int prefixLength() {
        return network.prefixLength();
    }

    /** What a slot gives to its guest. */
    public GuestIdentity identity(int slot) {
        return new GuestIdentity(slot, prefix + slot, domain(prefix + slot), mac(slot), network.host(1 + slot));
    }

    /** Every slot there can be. More than the pool uses, so that a larger maximum does not need another network. */
    public List<GuestIdentity> identities() {
        int slots = Math.min(network.hosts() - 1, GuestSettings.MOST_GUESTS);
        return IntStream.rangeClosed(1, slots).mapToObj(this::identity).toList();
    }

    /** The slot that a domain's, filter's or overlay's name belongs to; empty if it is not this pool's. */
    public Optional<Integer> slotOf(String name) {
        Matcher parts = names.matcher(name);
        return parts.matches() ? Optional.of(Integer.valueOf(parts.group(1))) : Optional.empty();
    }

    /** Of the form that random UUIDs have (RFC 9562, section 5.4), since guests see it. */
    private static UUID domain(String name) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("domain " + name).getBytes(StandardCharsets.UTF_8));
            ByteBuffer bits = ByteBuffer.wrap(hash);
            long high = (bits.getLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
            long low = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A locally administered address, so that it names no maker, and not QEMU's prefix in particular. */
    private String mac(int slot) {
        return "96:00:%02x:%02x:%02x:%02x"
                .formatted((poolHash >>> 8) & 0xff, poolHash & 0xff, (slot >>> 8) & 0xff, slot & 0xff);
    }
}
