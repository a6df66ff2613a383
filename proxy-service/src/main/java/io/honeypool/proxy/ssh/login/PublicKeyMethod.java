package io.honeypool.proxy.ssh.login;

import io.honeypool.proxy.auth.AuthSettings.PublicKeys;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.LoginEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The {@code publickey} method (RFC 4252, section 7) and OpenSSH's form of it that is bound to a host key (PROTOCOL,
 * section 1.8). Every key is recorded, also one that nobody understands.
 */
record PublicKeyMethod(PublicKeys policy, FailureDelay delay) implements LoginMethod {

    static final String BOUND_TO_HOST = "publickey-hostbound-v00@openssh.com";

    @Override
    public Outcome begin(Attacker attacker, LoginRequest request, Buffer rest) throws Exception {
        boolean signed = rest.getBoolean();
        String algorithm = new String(Wire.text(rest), StandardCharsets.UTF_8);
        byte[] key = rest.getBytes();
        byte[] hostKey = request.method().equals(BOUND_TO_HOST) ? rest.getBytes() : null;
        int signedEnd = rest.rpos();
        byte[] signature = signed ? rest.getBytes() : null;
        Wire.end(rest);
        boolean usable = policy == PublicKeys.ACCEPT
                && KeyProof.isUsable(attacker.ssh(), algorithm, key)
                && (hostKey == null || KeyProof.isOwn(attacker.ssh(), hostKey));
        if (signature == null) {
            return offered(attacker, request, algorithm, key, usable);
        }
        boolean proved = usable
                && KeyProof.proves(attacker.ssh(), algorithm, key, signature, rest.array(), request.start(), signedEnd);
        return signed(attacker, request, keyOf(algorithm, key), proved);
    }

    private Outcome offered(Attacker attacker, LoginRequest request, String algorithm, byte[] key, boolean usable) {
        attacker.session()
                .events()
                .record(new LoginEvent.KeyOffered(AttackerText.escape(request.username()), keyOf(algorithm, key)));
        if (!usable) {
            return new Outcome.Refused(delay.afterOther(request.account()));
        }
        Buffer message = attacker.ssh().createBuffer(SshConstants.SSH_MSG_USERAUTH_PK_OK);
        message.putString(algorithm);
        message.putBytes(key);
        return new Outcome.Asked(message);
    }

    private Outcome signed(Attacker attacker, LoginRequest request, LoginEvent.Key key, boolean proved) {
        String username = AttackerText.escape(request.username());
        attacker.session()
                .events()
                .record(proved ? new LoginEvent.KeySucceeded(username, key) : new LoginEvent.KeyFailed(username, key));
        return proved
                ? new Outcome.Accepted(new TypedLogin(request.account(), null))
                : new Outcome.Refused(delay.afterOther(request.account()));
    }

    private static LoginEvent.Key keyOf(String algorithm, byte[] key) {
        String type = KeyProof.typeOf(key).orElse(algorithm);
        return new LoginEvent.Key(
                fingerprint(key),
                AttackerText.escape(type + " " + Base64.getEncoder().encodeToString(key)),
                AttackerText.escape(algorithm));
    }

    private static String fingerprint(byte[] key) {
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(key));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }
}
