package io.honeypool.pool.testing;

import java.nio.file.Path;

/**
 * A real libvirt with a real guest image, as {@code sudo ./honeypool test} gives them to tests.
 *
 * @param uri libvirt connection URI
 * @param image directory of the image
 * @param state directory for the tests' own state
 * @param cidr network for guests that is routed to from where the tests run
 * @param bridge name for that network's interface
 */
public record LibvirtHost(String uri, Path image, Path state, String cidr, String bridge) {

    /**
     * What the system properties name.
     *
     * @throws AssertionError if they name nothing
     */
    public static LibvirtHost required() {
        return new LibvirtHost(
                property("honeypool.test.libvirt-uri"),
                Path.of(property("honeypool.test.image-directory")),
                Path.of(property("honeypool.test.state-directory")),
                System.getProperty("honeypool.test.network-cidr", "10.79.0.0/24"),
                System.getProperty("honeypool.test.network-bridge", "hpbr9"));
    }

    private static String property(String name) {
        String value = System.getProperty(name, "");
        if (value.isBlank()) {
            throw new AssertionError("This test needs a real libvirt and a guest image: run it by sudo ./honeypool test"
                    + " (the system property " + name + " is not set).");
        }
        return value;
    }
}
