package io.honeypool.pool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayChainTests {

    @TempDir
    private Path directory;

    @Test
    void theHeadersAreFollowedToTheBaseImage() throws IOException {
        Path image = qcow2("image", "", 0);
        Path slot = qcow2("slot", image.toString(), 0);
        Path overlay = qcow2("overlay", slot.toString(), 0);

        OverlayChain chain = OverlayChain.of(overlay);

        assertThat(chain.files()).containsExactly(overlay, slot, image);
        assertThat(chain.base()).contains(slot);
        assertThat(chain.bytes()).isEqualTo(3 * 1024);
        assertThat(OverlayChain.of(image).base()).isEmpty();
    }

    @Test
    void noOtherFileOfTheHostIsTakenForABase() throws IOException {
        Path secret = Files.writeString(directory.resolve("token"), "secret");

        refused(qcow2("forged", secret.toString(), 0), "token is no qcow2 file");
        refused(qcow2("missing", "/nowhere/disk", 0), "/nowhere/disk");
        refused(qcow2("relative", "token", 0), "does not lie on a base image");
    }

    @Test
    void dataInAnotherFileIsRefused() throws IOException {
        refused(qcow2("external", "", 4), "has data in another file");
    }

    @Test
    void aChainEnds() throws IOException {
        refused(qcow2("self", directory.resolve("self").toString(), 0), "does not lie on a base image");
    }

    @Test
    void aBrokenHeaderIsRefused() throws IOException {
        refused(Files.write(directory.resolve("empty"), new byte[0]), "is no qcow2 file");
        refused(Files.write(directory.resolve("zeros"), new byte[1024]), "is no qcow2 file");
        byte[] far = Files.readAllBytes(qcow2("far", "/x", 0));
        ByteBuffer.wrap(far).putLong(8, Long.MAX_VALUE);
        refused(Files.write(directory.resolve("far"), far), "is no qcow2 file");
        ByteBuffer.wrap(far).putLong(8, 1020).putInt(16, 1023);
        refused(Files.write(directory.resolve("far"), far), "is no qcow2 file");
        byte[] nul = Files.readAllBytes(qcow2("nul", "/\u0000", 0));
        refused(Files.write(directory.resolve("nul"), nul), "is no qcow2 file");
    }

    private static void refused(Path overlay, String message) {
        assertThatThrownBy(() -> OverlayChain.of(overlay))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private Path qcow2(String name, String backing, long features) throws IOException {
        byte[] file = backing.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate(1024).putInt(0x514649fb).putInt(3);
        header.putLong(file.length == 0 ? 0 : 512).putInt(file.length);
        header.putLong(72, features).put(512, file);
        return Files.write(directory.resolve(name), header.array());
    }
}
