package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestPasswordsTests {

    private final LeaseGrant guest = grant(1);

    @TempDir
    private Path directory;

    private GuestPasswords passwords;

    @BeforeEach
    void open() {
        passwords = GuestPasswords.open(file());
    }

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void whatWasTypedIsTriedLastAndNothingTwice() {
        assertThat(passwords.toTry(guest, "typed")).containsExactly("own", "typed");
        assertThat(passwords.toTry(guest, "own")).containsExactly("own");
        assertThat(passwords.toTry(guest, null)).containsExactly("own");
    }

    @Test
    void whatWorkedIsTriedFirstInThatGuestAlone() {
        passwords.worked(guest, "root", "changed");

        assertThat(passwords.toTry(guest, "typed")).containsExactly("changed", "own", "typed");
        assertThat(passwords.toTry(grant(2), "typed")).containsExactly("own", "typed");
    }

    @Test
    void aPasswordThatIsChangedBackIsForgotten() {
        passwords.worked(guest, "root", "changed");
        passwords.worked(guest, "root", "own");

        assertThat(passwords.toTry(guest, null)).containsExactly("own");
    }

    @Test
    void accountsAreKeptApart() {
        passwords.worked(guest, "admin", "typed");

        assertThat(passwords.workedLast(guest, "admin", "typed")).isTrue();
        assertThat(passwords.workedLast(guest, "admin", "own")).isFalse();
        assertThat(passwords.workedLast(guest, "oracle", "typed")).isFalse();
        assertThat(passwords.workedLast(grant(2), "admin", "typed")).isFalse();
        assertThat(passwords.toTry(guest, null)).containsExactly("own");
    }

    @Test
    void whatFailsIsForgottenUnlessAnotherHasWorkedSince() {
        passwords.worked(guest, "admin", "typed");
        passwords.failed(guest, "admin", "another");
        assertThat(passwords.workedLast(guest, "admin", "typed")).isTrue();

        passwords.failed(guest, "admin", "typed");
        assertThat(passwords.workedLast(guest, "admin", "typed")).isFalse();
    }

    @Test
    void whatWorkedSurvivesARestart() throws IOException {
        passwords.worked(guest, "root", "ch\u00e4nged \"1\"");
        passwords.worked(guest, "admin", "typed");
        passwords.worked(guest, "oracle", "typed");
        passwords.failed(guest, "oracle", "typed");
        passwords.close();

        passwords = GuestPasswords.open(file());

        assertThat(passwords.toTry(guest, null)).containsExactly("ch\u00e4nged \"1\"", "own");
        assertThat(passwords.workedLast(guest, "admin", "typed")).isTrue();
        assertThat(passwords.workedLast(guest, "oracle", "typed")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        passwords.worked(guest, "root", "own");
        passwords.failed(guest, "admin", "typed");
        passwords.close();

        assertThat(file()).doesNotExist();
    }

    @Test
    void theAccountThatWasUsedLongestAgoIsForgottenFirst() {
        IntStream.range(0, GuestPasswords.MOST_ACCOUNTS).forEach(n -> passwords.worked(grant(n), "root", "changed"));
        assertThat(passwords.toTry(grant(0), null)).containsExactly("changed", "own");

        passwords.worked(grant(-1), "root", "changed");

        assertThat(passwords.toTry(grant(0), null)).containsExactly("changed", "own");
        assertThat(passwords.toTry(grant(1), null)).containsExactly("own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "null", "{\"passwords\":[{}]}", "{\"passwords\":[{\"guest\":\"x\"}]}"})
    void aFileThatCannotBeUnderstoodIsNamed(String content) throws IOException {
        Files.writeString(file(), content);

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> GuestPasswords.open(file()))
                .withMessageContaining(file().toString())
                .withMessageContaining("delete it");
    }

    private Path file() {
        return directory.resolve("guest-passwords.json");
    }

    private static LeaseGrant grant(int guest) {
        return new LeaseGrant(
                new UUID(0, 7),
                new UUID(0, guest),
                "default",
                true,
                List.of(),
                new GuestCredentials("root", "own"),
                null,
                Instant.EPOCH);
    }
}
