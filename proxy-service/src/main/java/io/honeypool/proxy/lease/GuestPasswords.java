package io.honeypool.proxy.lease;

import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.proxy.state.StateException;
import io.honeypool.proxy.state.WrittenBehind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The passwords that accounts of guests have by now: an attacker that changes one comes back and types it. What worked
 * is remembered for a bounded number of accounts, over restarts too. It is no secret that the event stream does not
 * hold already: somebody typed it. Thread-safe.
 */
public final class GuestPasswords implements AutoCloseable {

    static final int MOST_ACCOUNTS = 4_000;

    private final SequencedMap<Account, String> changed = new LinkedHashMap<>(16, 0.75f, true);
    private final WrittenBehind written;

    private GuestPasswords(Path file) {
        GuestPasswordFile.read(file)
                .forEach(entry -> put(new Account(entry.guest(), entry.account()), entry.password()));
        this.written = WrittenBehind.start(file, this::content);
    }

    /**
     * The passwords that a file remembers.
     *
     * @param file where they are kept
     * @throws StateException if the file cannot be read
     */
    public static GuestPasswords open(Path file) {
        return new GuestPasswords(file);
    }

    private record Account(UUID guest, String name) {}

    /**
     * What to try for the account that the lease names, likeliest first.
     *
     * @param typed what the attacker was let in with; null if it has no password
     */
    public List<String> toTry(LeaseGrant grant, @Nullable String typed) {
        String last = lastOf(grant, grant.credentials().username());
        return Stream.of(last, grant.credentials().password(), typed)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Whether this is what worked last for an account of the guest. */
    public boolean workedLast(LeaseGrant grant, String account, String password) {
        return password.equals(lastOf(grant, account));
    }

    /** The guest took this one. */
    public void worked(LeaseGrant grant, String account, String password) {
        boolean own = grant.credentials().username().equals(account)
                && grant.credentials().password().equals(password);
        synchronized (changed) {
            Account key = new Account(grant.guestId(), account);
            String last = own ? changed.remove(key) : put(key, password);
            if (own ? last == null : password.equals(last)) {
                return;
            }
        }
        written.changed();
    }

    /** The guest does not take this one any more. */
    public void failed(LeaseGrant grant, String account, String password) {
        synchronized (changed) {
            if (!changed.remove(new Account(grant.guestId(), account), password)) {
                return;
            }
        }
        written.changed();
    }

    /** Writes what is not written yet. Blocks for as long as the disk takes. */
    @Override
    public void close() {
        written.close();
    }

    private @Nullable String lastOf(LeaseGrant grant, String account) {
        synchronized (changed) {
            return changed.get(new Account(grant.guestId(), account));
        }
    }

    private @Nullable String put(Account account, String password) {
        String last = changed.put(account, password);
        if (changed.size() > MOST_ACCOUNTS) {
            changed.pollFirstEntry();
        }
        return last;
    }

    private byte[] content() {
        synchronized (changed) {
            return GuestPasswordFile.bytes(changed.entrySet().stream()
                    .map(entry -> new GuestPasswordFile.Entry(
                            entry.getKey().guest(), entry.getKey().name(), entry.getValue()))
                    .toList());
        }
    }
}
