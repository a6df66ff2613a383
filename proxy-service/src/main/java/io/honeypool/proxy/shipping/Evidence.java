package io.honeypool.proxy.shipping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is whole, and never changes.
 *
 * @param kind what it is
 * @param file where it is
 */
public record Evidence(EvidenceKind kind, Path file) {

    private static final int CHUNK = 64 * 1024;

    /** What it is called at the sensor: the SHA-256 of an artifact, the name of a recording. */
    public String name() {
        return kind.nameOf(file.getFileName().toString());
    }

    /** SHA-256 of its bytes, in hexadecimal. */
    String sha256() throws IOException {
        return switch (kind) {
            case ARTIFACT -> name();
            case RECORDING -> digest();
        };
    }

    private String digest() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
