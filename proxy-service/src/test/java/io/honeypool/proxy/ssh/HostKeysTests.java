package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTests {

    @TempDir
    private Path directory;

    @Test
    void keysAreMadeOnceAndKept() throws IOException, GeneralSecurityException {
        List<PublicKey> made = publicKeys(HostKeys.load(directory));
        List<PublicKey> kept = publicKeys(HostKeys.load(directory));

        assertThat(made).hasSize(3).isEqualTo(kept);
    }

    @Test
    void onlyTheirOwnerMayReadThem() throws IOException {
        HostKeys.load(directory);

        try (var files = Files.list(directory)) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aKeyThatCannotBeReadIsNamed() throws IOException {
        HostKeys.load(directory);
        Files.writeString(directory.resolve("ssh_host_rsa_key"), "nonsense");

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> HostKeys.load(directory))
                .withMessageContaining("ssh_host_rsa_key");
    }

    private static List<PublicKey> publicKeys(KeyPairProvider keys) throws IOException, GeneralSecurityException {
        return StreamSupport.stream(keys.loadKeys(null).spliterator(), false)
                .map(java.security.KeyPair::getPublic)
                .toList();
    }
}
