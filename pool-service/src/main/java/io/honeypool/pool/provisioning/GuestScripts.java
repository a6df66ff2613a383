package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The scripts that the pool runs in guests before anybody else gets in. */
final class GuestScripts {

    private static final String IDENTITY = read("identity.sh");
    private static final String FREEZE = read("freeze.sh");

    private GuestScripts() {}

    /** Gives the guest host name, machine id and host keys of its slot. */
    static String identity(GuestIdentity identity) {
        return arguments(identity) + IDENTITY;
    }

    /** The same, and leaves the guest waiting to be restored: it takes logins again once its clock is right. */
    static String freeze(GuestIdentity identity) {
        return arguments(identity) + IDENTITY + FREEZE;
    }

    /** All of them, as saved memory depends on them. */
    static String text() {
        return IDENTITY + FREEZE;
    }

    private static String arguments(GuestIdentity identity) {
        return "set -- " + identity.slot() + " " + identity.domain().toString().replace("-", "") + "\n";
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(GuestScripts.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
