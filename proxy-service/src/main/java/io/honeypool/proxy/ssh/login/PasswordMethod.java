package io.honeypool.proxy.ssh.login;

import org.apache.sshd.common.util.buffer.Buffer;

/** The {@code password} method (RFC 4252, section 8). A change of password is refused, as OpenSSH has none. */
record PasswordMethod(PasswordCheck check) implements LoginMethod {

    @Override
    public Outcome begin(Attacker attacker, LoginRequest request, Buffer rest) throws MalformedLoginException {
        boolean change = rest.getBoolean();
        byte[] password = Wire.text(rest);
        if (change) {
            Wire.text(rest);
        }
        Wire.end(rest);
        return change ? check.refuse(attacker, request, password) : check.check(attacker, request, password);
    }
}
