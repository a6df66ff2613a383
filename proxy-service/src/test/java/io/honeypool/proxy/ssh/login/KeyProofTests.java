package io.honeypool.proxy.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyProofTests {

    private static final BigInteger USUAL = BigInteger.valueOf(65_537);
    private static final Random RANDOM = new Random(1);

    @BeforeAll
    static void haveProviders() {
        SecurityUtils.getRegisteredProviders();
    }

    /** Who would look whether a modulus is a prime would refuse this one, after a while. */
    @Test
    void aModulusIsTakenAsItIs() {
        BigInteger prime = BigInteger.probablePrime(1024, RANDOM);

        assertThat(KeyProof.read(rsa(USUAL, prime))).isPresent();
    }

    @Test
    void aLongExponentOfALongModulusIsRefused() {
        BigInteger modulus = BigInteger.probablePrime(3100, RANDOM);
        BigInteger exponent = BigInteger.ONE.shiftLeft(64).setBit(0);

        assertThat(KeyProof.read(rsa(exponent, modulus))).isEmpty();
        assertThat(KeyProof.read(rsa(USUAL, modulus))).isPresent();
    }

    @Test
    void aModulusThatIsTooLongIsRefused() {
        BigInteger factor = BigInteger.probablePrime(1024, RANDOM);

        assertThat(KeyProof.read(rsa(USUAL, factor.pow(17)))).isEmpty();
    }

    @Test
    void bytesBehindAKeyMakeItNone() {
        byte[] key = rsa(USUAL, BigInteger.probablePrime(1024, RANDOM));
        byte[] longer = java.util.Arrays.copyOf(key, key.length + 1);

        assertThat(KeyProof.read(longer)).isEmpty();
    }

    private static byte[] rsa(BigInteger exponent, BigInteger modulus) {
        ByteArrayBuffer key = new ByteArrayBuffer();
        key.putString("ssh-rsa");
        key.putMPInt(exponent);
        key.putMPInt(modulus);
        return key.getCompactData();
    }
}
