package io.honeypool.proxy.telnet;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.telnet.login.GuestAccount;
import io.honeypool.proxy.telnet.login.LoginJudge;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides the logins of one session at its guest. */
final class SessionJudge implements LoginJudge {

    private final LoginRecords records;
    private final GuestPasswords passwords;
    private final LeaseGrant grant;
    private final GuestEndpoint endpoint;
    private final @Nullable String accepted;

    /**
     * A judge.
     *
     * @param accepted the password that let the attacker in already; null if nothing is decided yet
     */
    SessionJudge(
            LoginRecords records,
            GuestPasswords passwords,
            LeaseGrant grant,
            GuestEndpoint endpoint,
            @Nullable String accepted) {
        this.records = records;
        this.passwords = passwords;
        this.grant = grant;
        this.endpoint = endpoint;
        this.accepted = accepted;
    }

    /** The account as it is known before anybody has typed anything. */
    GuestAccount account() {
        return account(null);
    }

    private GuestAccount account(@Nullable String typed) {
        return new GuestAccount(grant.credentials().username(), passwords.toTry(grant, typed));
    }

    @Override
    public Optional<GuestAccount> decide(byte[] username, byte[] password) {
        if (accepted != null) {
            return Optional.of(account(accepted));
        }
        return records.decide(username, password)
                ? Optional.of(account(new String(password, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    @Override
    public void refuse(byte[] username, byte[] password) {
        records.record(username, password, false);
    }

    @Override
    public void entered(String password) {
        passwords.worked(grant, grant.credentials().username(), password);
    }

    @Override
    public void refusedByGuest() {
        records.session()
                .events()
                .record(new HoneypotEvent.GuestConnectFailed(
                        endpoint.host(), endpoint.port(), "the guest refused its own credentials"));
    }

    @Override
    public void observed(byte[] username, byte[] password, boolean decision) {
        records.record(username, password, decision);
    }

    @Override
    public void enteredWithoutLogin() {
        records.enter();
    }
}
