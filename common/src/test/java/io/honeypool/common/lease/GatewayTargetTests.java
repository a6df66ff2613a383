package io.honeypool.common.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTargetTests {

    private static final UUID LEASE = UUID.fromString("531f14fb-0f0e-4a2b-9c3d-0123456789ab");

    @ParameterizedTest
    @EnumSource(LoginProtocol.class)
    void whatIsWrittenIsRead(LoginProtocol protocol) {
        GatewayTarget target = new GatewayTarget(LEASE, protocol);

        assertThat(GatewayTarget.parse(target.authority())).contains(target);
    }

    @Test
    void thePortIsTheProtocols() {
        assertThat(new GatewayTarget(LEASE, LoginProtocol.SSH).authority()).isEqualTo(LEASE + ".guest:22");
        assertThat(new GatewayTarget(LEASE, LoginProtocol.TELNET).authority()).isEqualTo(LEASE + ".guest:23");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.77.0.7:22",
                "localhost:22",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab:22",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest:",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest:80",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest:022",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest.:22",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab.guests:22",
                "x@531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest:22",
                "1-1-1-1-1.guest:22",
                "531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest:22\n"
            })
    void nothingElseIsATarget(String authority) {
        assertThat(GatewayTarget.parse(authority)).isEmpty();
    }
}
