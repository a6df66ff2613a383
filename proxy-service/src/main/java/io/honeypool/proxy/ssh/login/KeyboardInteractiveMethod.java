package io.honeypool.proxy.ssh.login;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** The {@code keyboard-interactive} method (RFC 4256) with the one prompt that PAM sends for a password. */
record KeyboardInteractiveMethod(PasswordCheck check, UnprovedMethod unproved) implements LoginMethod {

    private static final String PROMPT = "Password: ";
    private static final String DEVICE = "pam";

    @Override
    public Outcome begin(Attacker attacker, LoginRequest request, Buffer rest) throws MalformedLoginException {
        Wire.text(rest);
        String devices = new String(Wire.text(rest), StandardCharsets.UTF_8);
        Wire.end(rest);
        if (!devices.isEmpty() && !Arrays.asList(devices.split(",")).contains(DEVICE)) {
            return unproved.refuse(attacker, request);
        }
        Buffer message = attacker.ssh().createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
        message.putString("");
        message.putString("");
        message.putString("");
        message.putUInt(1);
        message.putString(PROMPT);
        message.putBoolean(false);
        return new Outcome.Asked(message);
    }

    @Override
    public boolean isAnswered() {
        return true;
    }

    @Override
    public Outcome proceed(Attacker attacker, LoginRequest request, Buffer answer) throws MalformedLoginException {
        if (answer.getUInt() != 1) {
            throw new MalformedLoginException("a wrong number of answers");
        }
        byte[] password = Wire.text(answer);
        Wire.end(answer);
        return check.check(attacker, request, password);
    }
}
