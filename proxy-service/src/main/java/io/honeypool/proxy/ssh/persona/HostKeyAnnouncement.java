package io.honeypool.proxy.ssh.persona;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * OpenSSH's way to tell a client all host keys after a login, and to prove that the server has them (PROTOCOL, section
 * 2.5). The keys are the sensor's own, never the guest's.
 */
public final class HostKeyAnnouncement {

    /** The global request by which a client asks for the proof. */
    public static final String PROVE = "hostkeys-prove-00@openssh.com";

    private static final String ANNOUNCE = "hostkeys-00@openssh.com";

    private final List<Key> keys;

    private HostKeyAnnouncement(List<Key> keys) {
        this.keys = keys;
    }

    /** Takes those of the host keys that the persona offers. */
    static HostKeyAnnouncement of(Iterable<KeyPair> keys, List<String> offered) {
        List<Key> announced = new ArrayList<>();
        for (KeyPair pair : keys) {
            String type = KeyUtils.getKeyType(pair);
            if (offered.stream().anyMatch(name -> type.equals(KeyUtils.getCanonicalKeyType(name)))) {
                announced.add(new Key(type, pair));
            }
        }
        return new HostKeyAnnouncement(List.copyOf(announced));
    }

    /** Tells a client the keys. */
    void send(Session session) throws IOException {
        Buffer message = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        message.putString(ANNOUNCE);
        message.putBoolean(false);
        keys.forEach(key -> message.putBytes(key.blob()));
        session.writePacket(message);
    }

    /**
     * Answers a client that wants the proof.
     *
     * @param request what follows the request's name and its wish for a reply
     * @return what follows SSH_MSG_REQUEST_SUCCESS; nothing if the request fails
     */
    public Optional<byte[]> prove(Session session, Buffer request) {
        ByteArrayBuffer proof = new ByteArrayBuffer();
        try {
            int asked = 0;
            while (request.available() > 0) {
                Optional<Key> key = find(request.getBytes());
                if (key.isEmpty() || ++asked > keys.size()) {
                    return Optional.empty();
                }
                proof.putBytes(sign(session, key.get()));
            }
        } catch (BufferException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return Optional.of(proof.getCompactData());
    }

    private Optional<Key> find(byte[] blob) {
        return keys.stream().filter(key -> Arrays.equals(key.blob(), blob)).findFirst();
    }

    private static byte[] sign(Session session, Key key) {
        ByteArrayBuffer signed = new ByteArrayBuffer();
        signed.putString(PROVE);
        signed.putBytes(session.getSessionId());
        signed.putBytes(key.blob());
        String algorithm = algorithm(key.type(), new Offer(session.getClientKexProposals()));
        try {
            NamedFactory<Signature> factory = Objects.requireNonNull(BuiltinSignatures.fromFactoryName(algorithm));
            Signature signature = factory.create();
            signature.initSigner(session, key.pair().getPrivate());
            signature.update(session, signed.getCompactData());
            byte[] value = signature.sign(session);
            ByteArrayBuffer named = new ByteArrayBuffer();
            named.putBytes(algorithm.getBytes(StandardCharsets.US_ASCII));
            named.putBytes(value);
            return named.getCompactData();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a host key that cannot sign: " + key.type(), e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** RSA keys sign with the best hash that the client's first KEXINIT names. */
    private static String algorithm(String type, Offer client) {
        if (!"ssh-rsa".equals(type)) {
            return type;
        }
        List<String> known = client.names(KexProposalOption.SERVERKEYS);
        return Stream.of("rsa-sha2-512", "rsa-sha2-256")
                .filter(known::contains)
                .findFirst()
                .orElse(type);
    }

    private record Key(String type, KeyPair pair) {

        /** The public key as the protocol writes it. */
        byte[] blob() {
            ByteArrayBuffer blob = new ByteArrayBuffer();
            blob.putRawPublicKey(pair.getPublic());
            return blob.getCompactData();
        }
    }
}
