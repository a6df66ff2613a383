package io.honeypool.proxy.ssh.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.ssh.PersonaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonaFileTests {

    @TempDir
    private Path directory;

    @Test
    void theDefaultIsADebianServerThatTheSensorCanBe() {
        Persona persona = PersonaFile.load(null);

        assertThat(persona.identification()).startsWith("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12");
        assertThat(persona.keyExchange()).startsWith("sntrup761x25519-sha512").endsWith("kex-strict-s-v00@openssh.com");
        assertThat(persona.macs()).startsWith("umac-64-etm@openssh.com");
        assertThat(persona.authentication()).containsExactly("publickey", "password");
    }

    @Test
    void aFileIsReadAsItWasWritten() throws IOException {
        Persona persona = PersonaFile.load(null).withSoftware("OpenSSH_9.3");

        assertThat(PersonaFile.load(write(new String(PersonaFile.write(persona), StandardCharsets.UTF_8))))
                .isEqualTo(persona);
        assertThat(persona.software()).isEqualTo("OpenSSH_9.3");
    }

    @Test
    void whatTheSensorCannotDoIsNamed() {
        assertFault("\"aes256-ctr\"", "\"rijndael-cbc\"", "ciphers: the sensor cannot do rijndael-cbc");
        assertFault("\"hmac-sha1\"", "\"umac-96\"", "macs: the sensor cannot do umac-96");
        assertFault("\"ssh-ed25519\" ]", "\"ssh-dss\" ]", "hostKeys: the sensor cannot do ssh-dss");
        assertFault("\"curve25519-sha256\"", "\"sntrup4591761\"", "keyExchange: the sensor cannot do sntrup4591761");
        assertFault("\"zlib@openssh.com\"", "\"none\"", "compression names none twice");
        assertFault("\"password\" ]", "\"gssapi\" ]", "authentication: the sensor cannot do gssapi");
        assertFault("SSH-2.0-", "SSH-1.5-", "identification must be SSH-2.0-");
    }

    @Test
    void aFieldThatIsMissingOrUnknownIsNamed() {
        assertFault("\"ciphers\"", "\"cyphers\"", "ciphers is missing");
        assertFault("\"banner\"", "\"colour\" : 1, \"banner\"", "colour");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(PersonaException.class)
                .isThrownBy(() -> PersonaFile.load(directory.resolve("none.json")))
                .withMessageContaining("none.json")
                .withMessageContaining("cannot be read");
    }

    private void assertFault(String good, String bad, String fault) {
        String text = new String(PersonaFile.write(PersonaFile.load(null)), StandardCharsets.UTF_8);
        assertThat(text).contains(good);
        assertThatExceptionOfType(PersonaException.class)
                .isThrownBy(() -> PersonaFile.load(write(text.replace(good, bad))))
                .withMessageContaining(fault);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("persona.json"), text);
    }
}
