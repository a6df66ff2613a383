package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.events.TransportEvent;
import io.honeypool.proxy.ssh.persona.Offer;
import java.util.Map;
import org.apache.sshd.common.kex.KexProposalOption;
import org.junit.jupiter.api.Test;

class TransportEventsTests {

    @Test
    void theFingerprintIsTheSumOfFourLists() {
        TransportEvent.ClientKeyExchange event = TransportEvents.offer(new Offer(Map.of(
                KexProposalOption.ALGORITHMS,
                "curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
                        + "diffie-hellman-group14-sha1,diffie-hellman-group1-sha1",
                KexProposalOption.SERVERKEYS,
                "ssh-ed25519,ssh-rsa",
                KexProposalOption.C2SENC,
                "aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,chacha20-poly1305@openssh.com",
                KexProposalOption.C2SMAC,
                "hmac-sha2-256-etm@openssh.com,hmac-sha2-256,hmac-sha1",
                KexProposalOption.C2SCOMP,
                "none")));

        assertThat(event.hasshAlgorithms())
                .endsWith(";hmac-sha2-256-etm@openssh.com,hmac-sha2-256,hmac-sha1;none")
                .startsWith("curve25519-sha256@libssh.org,");
        assertThat(event.hassh()).isEqualTo("557bdf16f2f45e2d637b3adbfe70de65");
        assertThat(event.hostKeys()).containsExactly("ssh-ed25519", "ssh-rsa");
        assertThat(event.languages()).containsExactly("");
    }

    @Test
    void namesAreBoundedAndSafeToPrint() {
        TransportEvent.ClientKeyExchange event = TransportEvents.offer(
                new Offer(Map.of(KexProposalOption.ALGORITHMS, "a\u0007b" + ",x".repeat(10_000))));

        assertThat(event.keyExchange()).hasSize(500).startsWith("a\\x07b", "x");
    }
}
