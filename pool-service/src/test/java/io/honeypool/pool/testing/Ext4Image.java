package io.honeypool.pool.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes file systems and disks with the tools that everybody uses. */
public final class Ext4Image {

    private Ext4Image() {}

    /** Makes a raw disk of a size, such as {@code 64M}, with a file system that has all of a directory. */
    public static Path of(Path directory, Path raw, String size, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mke2fs", "-q", "-F", "-d", directory.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(raw.toString(), size));
        run(command);
        return raw;
    }

    /** Changes a file system as debugfs is told to; returns what it printed. */
    public static String debugfs(Path raw, String... commands) throws IOException, InterruptedException {
        Path script = Files.createTempFile("debugfs", ".txt");
        try {
            Files.writeString(script, String.join("\n", commands) + "\n");
            return run(List.of("debugfs", "-w", "-f", script.toString(), raw.toString()));
        } finally {
            Files.delete(script);
        }
    }

    /** Makes a qcow2 disk of a raw one. */
    public static Path qcow2(Path raw, Path disk, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-q", "-f", "raw", "-O", "qcow2"));
        command.addAll(List.of(options));
        command.addAll(List.of(raw.toString(), disk.toString()));
        run(command);
        return disk;
    }

    /** Makes an overlay with what a raw disk has other than a base. */
    public static Path overlay(Path raw, Path base, Path overlay) throws IOException, InterruptedException {
        return qcow2(raw, overlay, "-B", base.toString(), "-F", "qcow2");
    }

    /** Runs a command; returns what it printed. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + " failed: " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
