package io.honeypool.pool.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.common.lease.GatewayTarget;
import io.honeypool.common.lease.LoginProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PassageTests {

    private static final UUID LEASE = new UUID(1, 2);
    private static final InetAddress GUEST = InetAddress.ofLiteral("10.77.0.7");
    private static final GatewayTarget SSH = new GatewayTarget(LEASE, LoginProtocol.SSH);
    private static final GatewayTarget TELNET = new GatewayTarget(LEASE, LoginProtocol.TELNET);

    @Test
    void aTokenOpensTheLoginPortsOfItsLeasesGuest() throws RefusedException {
        PassRow row = row(false, false, false, "pool", 22, 2323);

        assertThat(Passage.decide(Optional.of(row), SSH, "pool"))
                .isEqualTo(new Passage("c", "edge", new InetSocketAddress(GUEST, 22)));
        assertThat(Passage.decide(Optional.of(row), TELNET, "pool").guest())
                .isEqualTo(new InetSocketAddress(GUEST, 2323));
    }

    @Test
    void aTokenThatNobodyWasGivenIsUnknown() {
        assertRefused(null, SSH, Refusal.UNKNOWN_TOKEN);
    }

    @Test
    void aTokenOpensNoOtherLease() {
        assertRefused(
                row(false, false, false, "pool", 22, 23),
                new GatewayTarget(new UUID(1, 3), LoginProtocol.SSH),
                Refusal.FOREIGN_TOKEN);
    }

    @Test
    void aTokenDiesWithItsConnectionAndItsLease() {
        assertRefused(row(true, false, false, "pool", 22, 23), SSH, Refusal.ENDED);
        assertRefused(row(false, false, true, "pool", 22, 23), SSH, Refusal.ENDED);
        assertRefused(row(true, true, true, "pool", 22, 23), SSH, Refusal.ENDED);
    }

    @Test
    void aTokenThatIsNotRenewedExpires() {
        assertRefused(row(false, true, false, "pool", 22, 23), SSH, Refusal.EXPIRED_TOKEN);
    }

    @Test
    void aGuestOnAnotherHostIsReachedThere() {
        assertRefused(row(false, false, false, "other", 22, 23), SSH, Refusal.OTHER_OWNER);
    }

    @Test
    void whatTheGuestDoesNotSpeakIsNotOffered() {
        assertRefused(row(false, false, false, "pool", 22, 0), TELNET, Refusal.NOT_OFFERED);
        assertRefused(row(false, false, false, "pool", 0, 23), SSH, Refusal.NOT_OFFERED);
    }

    private static PassRow row(boolean closed, boolean late, boolean over, String owner, int ssh, int telnet) {
        return new PassRow("c", "edge", LEASE, closed, late, over, owner, GUEST, ssh, telnet);
    }

    private static void assertRefused(
            @org.jspecify.annotations.Nullable PassRow row, GatewayTarget target, Refusal why) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Passage.decide(Optional.ofNullable(row), target, "pool"))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(why));
    }
}
