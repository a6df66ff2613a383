package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The scripts that the pool runs in guests before anybody else gets in. */
final class GuestScripts {

    private static final String IDENTITY = read("identity.sh");
    private static final String FREEZE = read("freeze.sh");

    private GuestScripts() {}

    /** Gives the guest host name, machine id and host keys of its slot, and the name server of its profile. */
    static String identity(Making guest) {
        return arguments(guest) + IDENTITY;
    }

    /** The same, and leaves the guest waiting to be restored: it takes logins again once its clock is right. */
    static String freeze(Making guest) {
        return arguments(guest) + IDENTITY + FREEZE;
    }

    /** All of them, as saved memory depends on them. */
    static String text(Making guest) {
        return nameServer(guest) + IDENTITY + FREEZE;
    }

    private static String arguments(Making guest) {
        GuestIdentity identity = guest.identity();
        String machine = identity.domain().toString().replace("-", "");
        return "set -- " + identity.slot() + " " + machine + " '" + nameServer(guest) + "'\n";
    }

    private static String nameServer(Making guest) {
        return guest.nameServer().map(InetAddress::getHostAddress).orElse("");
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(GuestScripts.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
