package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.common.lease.LeaseGrant;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GuestPasswordsTests {

    private final GuestPasswords passwords = new GuestPasswords();
    private final LeaseGrant guest = grant(1);

    @Test
    void whatWasTypedIsTriedLastAndNothingTwice() {
        assertThat(passwords.toTry(guest, "typed")).containsExactly("own", "typed");
        assertThat(passwords.toTry(guest, "own")).containsExactly("own");
        assertThat(passwords.toTry(guest, null)).containsExactly("own");
    }

    @Test
    void whatWorkedIsTriedFirstInThatGuestAlone() {
        passwords.worked(guest, "changed");

        assertThat(passwords.toTry(guest, "typed")).containsExactly("changed", "own", "typed");
        assertThat(passwords.toTry(grant(2), "typed")).containsExactly("own", "typed");
    }

    @Test
    void aPasswordThatIsChangedBackIsForgotten() {
        passwords.worked(guest, "changed");
        passwords.worked(guest, "own");

        assertThat(passwords.toTry(guest, null)).containsExactly("own");
    }

    private static LeaseGrant grant(int guest) {
        return new LeaseGrant(
                new UUID(0, 7),
                new UUID(0, guest),
                "default",
                true,
                List.of(),
                new GuestCredentials("root", "own"),
                Instant.EPOCH);
    }
}
