package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.events.TransportEvent;
import io.honeypool.proxy.ssh.persona.Offer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.kex.KexProposalOption;

class TransportEventsFuzzTests {

    /** Each line is a list of a KEXINIT. The fingerprint is that of the lists, and names are bounded and printable. */
    @FuzzTest
    void offer(byte[] input) throws NoSuchAlgorithmException {
        List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
        Map<KexProposalOption, String> lists = new EnumMap<>(KexProposalOption.class);
        KexProposalOption[] options = KexProposalOption.values();
        for (int i = 0; i < Math.min(lines.size(), options.length); i++) {
            lists.put(options[i], lines.get(i));
        }

        TransportEvent.ClientKeyExchange offer = TransportEvents.offer(new Offer(lists));

        String text = lists.getOrDefault(KexProposalOption.ALGORITHMS, "") + ";"
                + lists.getOrDefault(KexProposalOption.C2SENC, "") + ";"
                + lists.getOrDefault(KexProposalOption.C2SMAC, "") + ";"
                + lists.getOrDefault(KexProposalOption.C2SCOMP, "");
        byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        assertThat(offer.hassh()).isEqualTo(HexFormat.of().formatHex(md5));
        for (List<String> names : List.of(
                offer.keyExchange(),
                offer.hostKeys(),
                offer.ciphers(),
                offer.macs(),
                offer.compression(),
                offer.languages())) {
            assertThat(names).hasSizeLessThanOrEqualTo(500);
            assertThat(names.stream().flatMapToInt(String::chars).noneMatch(Character::isISOControl))
                    .isTrue();
        }
    }
}
