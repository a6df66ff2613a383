package io.honeypool.pool.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A real libvirt with a real guest image, as {@code sudo ./honeypool test} gives them to tests. There is one network
 * for all of them, so that whoever has it is waited for until it is closed.
 *
 * @param uri libvirt connection URI
 * @param image directory of the image
 * @param state directory for the tests' own state
 * @param cidr network for guests that is routed to from where the tests run
 * @param bridge name for that network's interface
 * @param lock what keeps other tests off
 */
public record LibvirtHost(String uri, Path image, Path state, String cidr, String bridge, FileChannel lock)
        implements AutoCloseable {

    /**
     * What the system properties name.
     *
     * @throws AssertionError if they name nothing
     */
    public static LibvirtHost required() throws IOException {
        Path state = Path.of(property("honeypool.test.state-directory"));
        FileChannel lock =
                FileChannel.open(state.resolve("tests.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        return new LibvirtHost(
                property("honeypool.test.libvirt-uri"),
                Path.of(property("honeypool.test.image-directory")),
                state,
                System.getProperty("honeypool.test.network-cidr", "10.79.0.0/24"),
                System.getProperty("honeypool.test.network-bridge", "hpbr9"),
                lock);
    }

    @Override
    public void close() throws IOException {
        lock.close();
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
