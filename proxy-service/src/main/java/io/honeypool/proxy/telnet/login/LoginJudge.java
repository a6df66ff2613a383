package io.honeypool.proxy.telnet.login;

import java.util.Optional;

/** Decides logins and is told what became of them; each is recorded here. Must not block. */
public interface LoginJudge {

    /** Decides; the guest's account if the attacker is let in. */
    Optional<GuestAccount> decide(byte[] username, byte[] password);

    /** The guest cannot let the attacker in, whatever the rules say. */
    void refuse(byte[] username, byte[] password);

    /** The attacker is in the guest, by the password that the guest took. */
    void entered(String password);

    /** The guest refused its own account. */
    void refusedByGuest();

    /** The guest itself let the attacker in, or did not. */
    void observed(byte[] username, byte[] password, boolean accepted);

    /** The attacker is in the guest without any login. */
    void enteredWithoutLogin();
}
