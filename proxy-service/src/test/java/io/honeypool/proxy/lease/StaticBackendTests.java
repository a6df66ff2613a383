package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.common.lease.LoginProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticBackendTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"se:cret x", "se:cret x\n", "se:cret x\r\n"})
    void thePasswordIsTheOneLineOfItsFile(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), content);

        assertThat(StaticBackend.of(settings("host", null, file)).credentials().password())
                .isEqualTo("se:cret x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two\nlines\n", "nul\0"})
    void aFileWithoutOnePasswordIsRefused(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), content);

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> StaticBackend.of(settings("host", null, file)))
                .withMessageContaining(file + " holds no password of one line");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path latin = Files.write(directory.resolve("latin"), "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
        Path missing = directory.resolve("missing");

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> StaticBackend.of(settings("host", null, latin)))
                .withMessageContaining(latin + " cannot be read");
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> StaticBackend.of(settings("host", null, missing)))
                .withMessageContaining(missing + " cannot be read");
    }

    @Test
    void thereIsExactlyOnePassword() {
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> StaticBackend.of(settings("host", null, null)))
                .withMessage("The static backend has no password");
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> StaticBackend.of(settings("host", "secret", directory)))
                .withMessage("The static backend has a password and a password file");
    }

    @Test
    void theSensorIsNotItsOwnBackend() {
        StaticBackend backend = StaticBackend.of(settings("127.0.0.1", "secret", null));

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> backend.expectNotOn(List.of(1, 2022)))
                .withMessage("The static backend 127.0.0.1:2022 is the sensor itself");
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> backend.expectNotOn(List.of(2023)))
                .withMessage("The static backend 127.0.0.1:2023 is the sensor itself");
        assertThatNoException().isThrownBy(() -> backend.expectNotOn(List.of(22)));
        assertThatNoException()
                .isThrownBy(() ->
                        StaticBackend.of(settings("192.0.2.1", "secret", null)).expectNotOn(List.of(2022)));
    }

    @Test
    void accountsAreMadeByRootAlone() {
        BackendSettings visitor =
                new BackendSettings(BackendSettings.Type.STATIC, "host", 22, 23, "visitor", "secret", null);
        BackendSettings unused = new BackendSettings(BackendSettings.Type.POOL, null, 22, 23, "visitor", null, null);

        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(visitor::expectRoot)
                .withMessageContaining("the static backend's account is visitor");
        assertThat(settings("host", "secret", null).expectRoot().username()).isEqualTo("root");
        assertThat(unused.expectRoot()).isSameAs(unused);
    }

    @Test
    void nothingShowsThePassword() {
        BackendSettings settings = settings("host", "secret", null);

        assertThat(settings.toString()).doesNotContain("secret");
        assertThat(StaticBackend.of(settings).toString()).doesNotContain("secret");
    }

    @Test
    void everySourceHasItsLeaseOfTheOneMachine() throws IOException {
        StaticLeasePool pool = new StaticLeasePool(
                StaticBackend.of(settings("127.0.0.1", "secret", null)), Clock.fixed(NOW, ZoneOffset.UTC));

        LeaseOutcome first = pool.lease(request("192.0.2.7", "a"));
        LeaseOutcome again = pool.lease(request("192.0.2.7", "b"));
        LeaseOutcome other = pool.lease(request("192.0.2.8", "c"));

        assertThat(first).isEqualTo(again);
        assertThat(first).isInstanceOfSatisfying(LeaseOutcome.Granted.class, one -> {
            assertThat(one.grant().endpoint(LoginProtocol.SSH).orElseThrow().port())
                    .isEqualTo(2022);
            assertThat(one.grant().endpoint(LoginProtocol.TELNET).orElseThrow().port())
                    .isEqualTo(2023);
            assertThat(one.grant().fresh()).isFalse();
            assertThat(one.grant().connectionDeadline()).isEqualTo(NOW.plus(Duration.ofDays(1)));
            assertThat(other).isInstanceOfSatisfying(LeaseOutcome.Granted.class, two -> {
                assertThat(two.grant().leaseId()).isNotEqualTo(one.grant().leaseId());
                assertThat(two.grant().guestId()).isEqualTo(one.grant().guestId());
            });
        });
    }

    private static LeaseRequest request(String source, String connection) {
        return new LeaseRequest("sensor", connection, source, LoginProtocol.SSH, null);
    }

    private static BackendSettings settings(String host, @Nullable String password, @Nullable Path file) {
        return new BackendSettings(BackendSettings.Type.STATIC, host, 2022, 2023, "root", password, file);
    }
}
