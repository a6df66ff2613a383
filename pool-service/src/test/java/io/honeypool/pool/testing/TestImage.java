package io.honeypool.pool.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small image in a state directory. */
public final class TestImage {

    private TestImage() {}

    /** Makes it. */
    public static void in(Path state) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(state.resolve("images/debian-12"));
        Files.writeString(directory.resolve("image.json"), """
                {"name":"debian-12","recipe":"1","disk":"disk.qcow2","memoryMiB":64,"vcpus":1,
                 "account":{"username":"root","password":"guest-secret"},"sshPort":%d}""".formatted(FakeHypervisor.SSH_PORT));
        Path disk = directory.resolve("disk.qcow2");
        Process process = new ProcessBuilder("qemu-img", "create", "-q", "-f", "qcow2", disk.toString(), "1M")
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("qemu-img failed with " + process.exitValue());
        }
    }
}
