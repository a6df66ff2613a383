package io.honeypool.proxy.ssh.landing;

import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.LandingEvent;
import io.honeypool.proxy.events.LandingEvent.Outcome;
import io.honeypool.proxy.events.LandingEvent.Reason;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.ssh.login.TypedLogin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings attackers into their guests, as the guest's own account or as the user that they typed. What they typed last
 * is what their account's password is: it is set anew, with the privileges of the guest's own account, whenever it is
 * another. Whatever goes wrong with that ends at the guest's own account. Thread-safe.
 */
public final class Landings {

    private static final Logger log = LoggerFactory.getLogger(Landings.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TURNS = 64;

    private final LandingPolicy policy;
    private final GuestPasswords passwords;
    private final Accounts accounts;
    private final List<ReentrantLock> turns =
            Stream.generate(ReentrantLock::new).limit(TURNS).toList();

    Landings(LandingPolicy policy, GuestPasswords passwords, Accounts accounts) {
        this.policy = policy;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    /**
     * Landings over SSH.
     *
     * @param passwords what worked in guests
     * @param approach for connections with the privileges of a guest's own account
     */
    public static Landings over(GuestApproach approach, LandingPolicy policy, GuestPasswords passwords) {
        return new Landings(policy, passwords, new SshAccounts(approach, passwords));
    }

    /**
     * Logs an attacker in to its guest. Blocks for a bounded time, so never call it on an I/O thread.
     *
     * @param typed what the attacker was let in with; null if nobody remembers
     * @param events where it is told where the attacker landed, if that could be elsewhere
     * @return whether the guest let it in
     * @throws IOException if the guest cannot be reached, or the session is over
     */
    public boolean land(LeaseGrant grant, @Nullable TypedLogin typed, Door door, EventLog events) throws IOException {
        Attempt attempt = new Attempt(grant, typed, door, events.identity().session());
        Optional<Landed> landed = switch (Landing.of(policy, typed, grant.credentials())) {
            case Landing.AsGuestAccount(Reason reason) -> attempt.asGuestAccount(reason);
            case Landing.AsTyped wanted -> attempt.asTyped(wanted);
        };
        if (policy == LandingPolicy.AS_TYPED) {
            String username = typed == null ? "" : AttackerText.escape(typed.account());
            landed.ifPresent(at -> events.record(new LandingEvent(username, at.account(), at.outcome(), at.reason())));
        }
        return landed.isPresent();
    }

    private record Landed(
            String account, Outcome outcome, @Nullable Reason reason) {}

    /** Accounts of one guest are seen to one after the other: two passwords for one account cannot both be right. */
    private ReentrantLock turnOf(UUID guest) {
        return turns.get(Math.floorMod(guest.hashCode(), TURNS));
    }

    /** One attacker at the door of its guest. */
    private final class Attempt {

        private final LeaseGrant grant;
        private final @Nullable TypedLogin typed;
        private final Door door;
        private final String session;

        private Attempt(LeaseGrant grant, @Nullable TypedLogin typed, Door door, String session) {
            this.grant = grant;
            this.typed = typed;
            this.door = door;
            this.session = session;
        }

        private Optional<Landed> asGuestAccount(@Nullable Reason reason) throws IOException {
            String account = grant.credentials().username();
            Optional<String> taken =
                    door.logIn(account, passwords.toTry(grant, typed == null ? null : typed.password()));
            taken.ifPresent(password -> passwords.worked(grant, account, password));
            return taken.map(password -> new Landed(account, Outcome.GUEST_ACCOUNT, reason));
        }

        private Optional<Landed> asTyped(Landing.AsTyped wanted) throws IOException {
            Landed landed =
                    isKnownAndLogsIn(wanted) ? new Landed(wanted.account(), Outcome.UNCHANGED, null) : inTurn(wanted);
            return landed.outcome() == Outcome.GUEST_ACCOUNT ? asGuestAccount(landed.reason()) : Optional.of(landed);
        }

        /** Where it landed, or why it has yet to land as the guest's own account. */
        private Landed inTurn(Landing.AsTyped wanted) throws IOException {
            ReentrantLock turn = turnOf(grant.guestId());
            if (!acquire(turn)) {
                return not(Reason.BUSY);
            }
            try {
                return isKnownAndLogsIn(wanted)
                        ? new Landed(wanted.account(), Outcome.UNCHANGED, null)
                        : asMade(wanted);
            } finally {
                turn.unlock();
            }
        }

        private Landed asMade(Landing.AsTyped wanted) throws IOException {
            return switch (makeReady(wanted)) {
                case MADE -> asReady(wanted, Outcome.MADE);
                case PASSWORD_SET -> asReady(wanted, Outcome.PASSWORD_SET);
                case SYSTEM_ACCOUNT -> not(Reason.SYSTEM_ACCOUNT);
                case NOT_ROOT -> {
                    warn(wanted, "the guest's own account is not root");
                    yield not(Reason.NOT_ROOT);
                }
                // whoever took the guest's own account away may have made the other one what it is
                case null -> asReady(wanted, Outcome.UNCHANGED);
            };
        }

        /** Null if the guest did not do as it should. */
        private Accounts.@Nullable Answer makeReady(Landing.AsTyped wanted) {
            try {
                return accounts.ready(grant, wanted);
            } catch (IOException | RuntimeException e) {
                warn(wanted, String.valueOf(e.getMessage()));
                return null;
            }
        }

        private Landed asReady(Landing.AsTyped wanted, Outcome outcome) throws IOException {
            if (logsIn(wanted)) {
                passwords.worked(grant, wanted.account(), wanted.password());
                return new Landed(wanted.account(), outcome, null);
            }
            if (outcome != Outcome.UNCHANGED) {
                warn(wanted, "the guest does not let that account in");
            }
            return not(Reason.FAILED);
        }

        private Landed not(Reason reason) {
            return new Landed(grant.credentials().username(), Outcome.GUEST_ACCOUNT, reason);
        }

        private boolean isKnownAndLogsIn(Landing.AsTyped wanted) throws IOException {
            if (!passwords.workedLast(grant, wanted.account(), wanted.password())) {
                return false;
            }
            if (logsIn(wanted)) {
                return true;
            }
            passwords.failed(grant, wanted.account(), wanted.password());
            return false;
        }

        private boolean logsIn(Landing.AsTyped wanted) throws IOException {
            Optional<String> taken = door.logIn(wanted.account(), List.of(wanted.password()));
            return taken.isPresent();
        }

        private boolean acquire(ReentrantLock turn) throws IOException {
            try {
                return turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        /** The name is one that an account can have, and so safe to print. */
        private void warn(Landing.AsTyped wanted, String problem) {
            log.warn(
                    "Session {}: account {} of guest {} is not ready: {}",
                    session,
                    wanted.account(),
                    grant.guestId(),
                    AttackerText.escape(problem));
        }
    }
}
