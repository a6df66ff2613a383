package io.honeypool.proxy.ssh.login;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.LoginEvent;
import java.time.Duration;
import org.apache.sshd.common.util.buffer.Buffer;

/** {@code none} (RFC 4252, section 5.2) and every method that is not offered: refused, whatever it says. */
record UnprovedMethod(FailureDelay delay) implements LoginMethod {

    @Override
    public Outcome begin(Attacker attacker, LoginRequest request, Buffer rest) throws MalformedLoginException {
        if (request.method().equals(LoginRequest.NONE)) {
            Wire.end(rest);
        }
        return refuse(attacker, request);
    }

    Outcome refuse(Attacker attacker, LoginRequest request) {
        attacker.session().events().record(new LoginEvent.NothingProved(AttackerText.escape(request.username())));
        boolean atOnce = request.method().equals(LoginRequest.NONE);
        return new Outcome.Refused(atOnce ? Duration.ZERO : delay.afterOther(request.account()));
    }
}
