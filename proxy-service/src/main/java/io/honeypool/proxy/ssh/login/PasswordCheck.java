package io.honeypool.proxy.ssh.login;

import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.auth.LoginDecision;
import io.honeypool.proxy.auth.LoginTry;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.ssh.login.LoginMethod.Attacker;
import io.honeypool.proxy.ssh.login.LoginMethod.Outcome;
import java.nio.charset.StandardCharsets;

/** Decides a password, however it came, and records it: one event a password. */
record PasswordCheck(CredentialPolicy policy, FailureDelay delay) {

    /** OpenSSH refuses longer ones without asking anybody (auth-passwd.c). */
    private static final int LONGEST_PASSWORD = 1024;

    Outcome check(Attacker attacker, LoginRequest request, byte[] password) {
        return password.length > LONGEST_PASSWORD
                ? refuse(attacker, request, password)
                : decide(attacker, request, password);
    }

    Outcome refuse(Attacker attacker, LoginRequest request, byte[] password) {
        attacker.session()
                .events()
                .record(new HoneypotEvent.LoginFailed(
                        AttackerText.escape(request.username()), AttackerText.escape(password)));
        return new Outcome.Refused(delay.afterPassword(request.account()));
    }

    private Outcome decide(Attacker attacker, LoginRequest request, byte[] password) {
        LoginTry login = new LoginTry(
                attacker.session().source(), request.account(), new String(password, StandardCharsets.UTF_8));
        return switch (policy.decide(login)) {
            case LoginDecision.Refused() -> refuse(attacker, request, password);
            case LoginDecision.Accepted() -> {
                attacker.session()
                        .events()
                        .record(new HoneypotEvent.LoginSucceeded(
                                AttackerText.escape(request.username()), AttackerText.escape(password)));
                yield new Outcome.Accepted(new TypedLogin(login.username(), login.password()));
            }
        };
    }
}
