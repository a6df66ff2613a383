package io.honeypool.proxy.ssh.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.proxy.events.LandingEvent.Reason;
import io.honeypool.proxy.ssh.login.TypedLogin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingTests {

    private static final GuestCredentials OWN = new GuestCredentials("root", "own");

    @Test
    void withoutThePolicyEverybodyIsTheGuestsAccount() {
        assertThat(Landing.of(LandingPolicy.GUEST_ACCOUNT, new TypedLogin("admin", "typed"), OWN))
                .isEqualTo(new Landing.AsGuestAccount(null));
        assertThat(Landing.of(LandingPolicy.GUEST_ACCOUNT, null, OWN)).isEqualTo(new Landing.AsGuestAccount(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "_apt", "a", "ubuntu-22_x-", "abcdefghijklmnopqrstuvwxyz012345"})
    void aNameThatAnAccountCanHaveIsTakenAsTyped(String name) {
        assertThat(asTyped(name, "typed")).isEqualTo(new Landing.AsTyped(name, "typed"));
    }

    @Test
    void theGuestsOwnAccountNeedsNothing() {
        assertThat(asTyped("root", "typed")).isEqualTo(new Landing.AsGuestAccount(null));
        assertThat(asTyped("root", null)).isEqualTo(new Landing.AsGuestAccount(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Admin",
                "0day",
                "-rf",
                "a b",
                "a;id",
                "a\n",
                "a\nroot:x",
                "a:b",
                "a$(id)",
                "../a",
                "a.b",
                "m\u00fcller",
                "\u0430dmin",
                "abcdefghijklmnopqrstuvwxyz0123456"
            })
    void anyOtherNameIsTheGuestsAccount(String name) {
        assertThat(asTyped(name, "typed")).isEqualTo(new Landing.AsGuestAccount(Reason.NAME));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a\nroot:x", "a\rb", "a\0b", "a\tb", "a\u0085b"})
    void withoutAPasswordOfOneLineItIsTheGuestsAccount(@Nullable String password) {
        assertThat(asTyped("admin", password)).isEqualTo(new Landing.AsGuestAccount(Reason.PASSWORD));
    }

    @Test
    void aPasswordIsAsLongAsCryptTakes() {
        assertThat(asTyped("admin", "\u00e4".repeat(127) + "x"))
                .isEqualTo(new Landing.AsTyped("admin", "\u00e4".repeat(127) + "x"));
        assertThat(asTyped("admin", "\u00e4".repeat(128))).isEqualTo(new Landing.AsGuestAccount(Reason.PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a:b", "' \"$(id)`\\", "!*", "\ud83d\ude00"})
    void whatAPasswordHoldsDoesNotMatter(String password) {
        assertThat(asTyped("admin", password)).isEqualTo(new Landing.AsTyped("admin", password));
    }

    @Test
    void nothingShowsThePassword() {
        assertThat(asTyped("admin", "typed").toString()).doesNotContain("typed");
    }

    private static Landing asTyped(String name, @Nullable String password) {
        return Landing.of(LandingPolicy.AS_TYPED, new TypedLogin(name, password), OWN);
    }
}
