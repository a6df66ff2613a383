package io.honeypool.proxy.telnet;

import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.auth.LoginDecision;
import io.honeypool.proxy.auth.LoginTry;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import java.nio.charset.StandardCharsets;

/** Decides the logins of one session by the sensor's policy, records and counts them. */
record LoginRecords(Session session, SessionRegistry registry, CredentialPolicy policy) {

    /** Whether the attacker is let in. */
    boolean decide(byte[] username, byte[] password) {
        LoginTry login = new LoginTry(
                session.source(),
                new String(username, StandardCharsets.UTF_8),
                new String(password, StandardCharsets.UTF_8));
        boolean accepted = policy.decide(login) instanceof LoginDecision.Accepted;
        record(username, password, accepted);
        return accepted;
    }

    /** Records what became of a login, whoever decided it. */
    void record(byte[] username, byte[] password, boolean accepted) {
        String name = AttackerText.escape(username);
        String secret = AttackerText.escape(password);
        if (accepted) {
            session.events().record(new HoneypotEvent.LoginSucceeded(name, secret));
            enter();
        } else {
            session.events().record(new HoneypotEvent.LoginFailed(name, secret));
            session.countRefusedLogin();
        }
    }

    /** The attacker is about to be in its guest. */
    void enter() {
        session.markGuestUsed();
        registry.loggedIn(session);
    }
}
