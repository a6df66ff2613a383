package io.honeypool.proxy.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

class KeyProofFuzzTests {

    /** Whatever is no key is none; what is one is of the type that it says it has, and short work. */
    @FuzzTest
    void key(byte[] key) {
        KeyProof.typeOf(key).ifPresent(type -> {
            assertThat(type).matches("[!-~]{1,64}");
            assertThat(new ByteArrayBuffer(key).getString()).isEqualTo(type);
        });
        KeyProof.read(key).ifPresent(read -> assertThat(KeyProof.typeOf(key)).isPresent());
    }
}
