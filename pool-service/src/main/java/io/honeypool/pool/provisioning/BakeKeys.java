package io.honeypool.pool.provisioning;

import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** Says what saved memory depends on: the domain, what runs it, the image, and what the pool does in the guest. */
@Component
class BakeKeys {

    private final Hypervisor hypervisor;

    BakeKeys(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    /** Differs where saved memory of one is of no use to the other. */
    String of(Making guest) throws IOException {
        HypervisorFacts facts = hypervisor.facts();
        String all = String.join(
                "\n",
                hypervisor.document(guest.spec()),
                facts.version(),
                facts.processor(),
                guest.image().recipe(),
                guest.diskSize().toString(),
                guest.image().disk().toString(),
                Files.getLastModifiedTime(guest.image().disk()).toString(),
                GuestScripts.text(guest));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
