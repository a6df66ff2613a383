package io.honeypool.proxy.ssh.persona;

import io.honeypool.proxy.ssh.crypto.AesCounterMode;
import io.honeypool.proxy.ssh.crypto.ChaCha20Poly1305;
import io.honeypool.proxy.ssh.crypto.Umac;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.ServerBuilder;
import org.jspecify.annotations.Nullable;

/** What the sensor can do, by the names that the protocol gives it. */
public final class Algorithms {

    static final String STRICT_SERVER = "kex-strict-s-v00@openssh.com";

    /** Names in a KEXINIT that ask for something instead of offering an exchange. */
    private static final Set<String> SIGNALS = Set.of(STRICT_SERVER, "ext-info-s");

    /** What the sensor's own host keys can sign with. */
    private static final Set<String> HOST_KEYS =
            Set.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa", "ecdsa-sha2-nistp256", "ssh-ed25519");

    private static final Set<String> AUTHENTICATION = Set.of("publickey", "password", "keyboard-interactive");
    private static final int MOST_NAMES = 200;

    private Algorithms() {}

    /** Every cipher that the sensor can do, the fast ones of ours instead of MINA's. */
    public static @Nullable NamedFactory<Cipher> cipher(String name) {
        NamedFactory<Cipher> ours = ChaCha20Poly1305.factory(name);
        ours = ours != null ? ours : AesCounterMode.factory(name);
        return ours != null ? ours : supported(BuiltinCiphers.fromFactoryName(name));
    }

    static @Nullable NamedFactory<Mac> mac(String name) {
        NamedFactory<Mac> ours = Umac.factory(name);
        return ours != null ? ours : supported(BuiltinMacs.fromFactoryName(name));
    }

    static @Nullable NamedFactory<Compression> compression(String name) {
        return supported(BuiltinCompressions.fromFactoryName(name));
    }

    static @Nullable KeyExchangeFactory keyExchange(String name) {
        BuiltinDHFactories method = supported(BuiltinDHFactories.fromFactoryName(name));
        return method == null ? null : ServerBuilder.DH2KEX.apply(method);
    }

    /** The factories of names that were checked before; signals among them have none. */
    static <T extends NamedResource> List<T> all(List<String> names, Function<String, @Nullable T> factories) {
        return names.stream()
                .filter(name -> !SIGNALS.contains(name))
                .map(factories)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** What of a persona the sensor cannot present, in words; empty when it can be all of it. */
    static List<String> faultsOf(Persona persona) {
        // Key exchanges over large groups and post-quantum ones ask the provider, which must be there by then.
        SecurityUtils.getRegisteredProviders();
        List<String> faults = new ArrayList<>();
        check(faults, "keyExchange", persona.keyExchange(), n -> SIGNALS.contains(n) || keyExchange(n) != null);
        check(faults, "hostKeys", persona.hostKeys(), HOST_KEYS::contains);
        check(faults, "ciphers", persona.ciphers(), name -> cipher(name) != null);
        check(faults, "macs", persona.macs(), name -> mac(name) != null);
        check(faults, "compression", persona.compression(), name -> compression(name) != null);
        check(faults, "authentication", persona.authentication(), AUTHENTICATION::contains);
        if (SIGNALS.containsAll(persona.keyExchange())) {
            faults.add("keyExchange names no key exchange");
        }
        return faults;
    }

    private static void check(List<String> faults, String list, List<String> names, Function<String, Boolean> can) {
        if (names.isEmpty() || names.size() > MOST_NAMES) {
            faults.add(list + " must have 1 to " + MOST_NAMES + " names");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!can.apply(name)) {
                faults.add(list + ": the sensor cannot do " + name);
            } else if (!seen.add(name)) {
                faults.add(list + " names " + name + " twice");
            }
        }
    }

    private static <T extends OptionalFeature> @Nullable T supported(@Nullable T factory) {
        return factory != null && factory.isSupported() ? factory : null;
    }
}
