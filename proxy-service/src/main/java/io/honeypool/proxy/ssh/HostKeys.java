package io.honeypool.proxy.ssh;

import io.honeypool.proxy.state.StateException;
import io.honeypool.proxy.state.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * The sensor's host keys, in OpenSSH's own format, made once and kept: an attacker that comes back must find the same
 * server.
 */
final class HostKeys {

    private HostKeys() {}

    /**
     * Loads the keys of a directory, making those that are missing.
     *
     * @throws StateException if a key cannot be read or written
     */
    static KeyPairProvider load(Path directory) {
        List<KeyPair> keys = new ArrayList<>();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (Kind kind : Kind.values()) {
                keys.add(load(directory.resolve(kind.fileName), kind));
            }
        } catch (IOException e) {
            throw new StateException(directory, e);
        } catch (GeneralSecurityException e) {
            throw new StateException(directory, new IOException("holds a host key that cannot be used", e));
        }
        return KeyPairProvider.wrap(keys);
    }

    private static KeyPair load(Path file, Kind kind) throws IOException, GeneralSecurityException {
        if (Files.notExists(file)) {
            create(file, kind);
        }
        try (var in = Files.newInputStream(file)) {
            var keys = SecurityUtils.loadKeyPairIdentities(null, file::toString, in, null);
            if (keys == null || !keys.iterator().hasNext()) {
                throw new IOException(file + " holds no private key");
            }
            return keys.iterator().next();
        }
    }

    private static void create(Path file, Kind kind) throws IOException, GeneralSecurityException {
        KeyPair key = KeyUtils.generateKeyPair(kind.keyType, kind.bits);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "", null, out);
        WholeFile.write(file, out.toByteArray());
    }

    /** The kinds of key that Debian's sshd makes, under the names it gives their files. */
    private enum Kind {
        RSA("ssh_host_rsa_key", KeyPairProvider.SSH_RSA, 3072),
        ECDSA("ssh_host_ecdsa_key", KeyPairProvider.ECDSA_SHA2_NISTP256, 256),
        ED25519("ssh_host_ed25519_key", KeyPairProvider.SSH_ED25519, 256);

        private final String fileName;
        private final String keyType;
        private final int bits;

        Kind(String fileName, String keyType, int bits) {
            this.fileName = fileName;
            this.keyType = keyType;
            this.bits = bits;
        }
    }
}
