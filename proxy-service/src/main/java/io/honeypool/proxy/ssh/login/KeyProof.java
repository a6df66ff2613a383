package io.honeypool.proxy.ssh.login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads keys that attackers send and checks what they sign with them. Never throws over what they send. */
final class KeyProof {

    private static final Logger log = LoggerFactory.getLogger(KeyProof.class);

    /** What OpenSSL takes: a longer modulus, or a longer exponent of one that is long, is much work for nothing. */
    private static final int LONGEST_MODULUS = 16_384;

    private static final int SHORT_MODULUS = 3_072;
    private static final int LONGEST_EXPONENT = 64;

    static {
        // Bouncy Castle would look whether a modulus is a prime, which takes seconds of an I/O thread for the longest
        Security.setProperty("org.bouncycastle.rsa.max_mr_tests", "0");
    }

    private KeyProof() {}

    /** The type that a key itself says it has, if that is a name at all. */
    static Optional<String> typeOf(byte[] key) {
        try {
            String type = new String(new ByteArrayBuffer(key).getBytes(), StandardCharsets.UTF_8);
            return type.matches("[!-~]{1,64}") ? Optional.of(type) : Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Whether the key can be read, is of the algorithm's type and the server takes that. Certificates are signed by
     * nobody it trusts.
     */
    static boolean isUsable(ServerSession ssh, String algorithm, byte[] key) {
        return read(key)
                .filter(read -> !(read instanceof OpenSshCertificate))
                .filter(read -> KeyUtils.getCanonicalKeyType(algorithm).equals(KeyUtils.getKeyType(read)))
                .filter(read ->
                        NamedResource.findByName(algorithm, String::compareTo, ssh.getSignatureFactories()) != null)
                .isPresent();
    }

    /** Whether it is the host key of this very session. */
    static boolean isOwn(ServerSession ssh, byte[] hostKey) {
        Buffer own = new ByteArrayBuffer();
        own.putRawPublicKey(ssh.getHostKey().getPublic());
        return Arrays.equals(own.getCompactData(), hostKey);
    }

    /**
     * Whether the signature is the key's, over the session's identifier and the message up to it (RFC 4252, section 7).
     */
    static boolean proves(
            ServerSession ssh, String algorithm, byte[] key, byte[] signature, byte[] message, int start, int end) {
        try {
            Signature verifier = NamedFactory.create(ssh.getSignatureFactories(), algorithm);
            Buffer signed = new ByteArrayBuffer();
            signed.putBytes(ssh.getSessionId());
            signed.putRawBytes(message, start, end - start);
            verifier.initVerifier(ssh, read(key).orElseThrow());
            verifier.update(ssh, signed.array(), signed.rpos(), signed.available());
            return verifier.verify(ssh, signature);
        } catch (Exception unusable) {
            log.debug("{}: signature not checked: {}", ssh, unusable.toString());
            return false;
        }
    }

    /** The key, if it is one that can be understood. */
    static Optional<PublicKey> read(byte[] key) {
        try {
            Buffer buffer = new ByteArrayBuffer(key);
            PublicKey read = buffer.getRawPublicKey();
            return buffer.available() > 0 || isMuchWork(read) ? Optional.empty() : Optional.of(read);
        } catch (IOException | RuntimeException unreadable) {
            log.debug("Key not read: {}", unreadable.toString());
            return Optional.empty();
        }
    }

    private static boolean isMuchWork(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return false;
        }
        int modulus = rsa.getModulus().bitLength();
        return modulus > LONGEST_MODULUS
                || (modulus > SHORT_MODULUS && rsa.getPublicExponent().bitLength() > LONGEST_EXPONENT);
    }
}
