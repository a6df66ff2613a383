package io.honeypool.pool.provisioning;

import io.honeypool.pool.hypervisor.HypervisorFacts;
import io.honeypool.pool.hypervisor.KvmVerdict;
import io.honeypool.pool.settings.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Remembers whether KVM works, for as long as the host is not rebooted and libvirt and QEMU stay what they are. */
@Component
class KvmVerdictStore {

    private static final Logger log = LoggerFactory.getLogger(KvmVerdictStore.class);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final StateDirectory state;

    KvmVerdictStore(StateDirectory state) {
        this.state = state;
    }

    /** What the file holds. */
    record Entry(String boot, String version, boolean kvmOffered, boolean works, String reason) {}

    Optional<KvmVerdict> read(HypervisorFacts facts) {
        Path file = file();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Entry entry = JsonMapper.shared().readValue(file.toFile(), Entry.class);
            boolean current = entry.boot().equals(bootId())
                    && entry.version().equals(facts.version())
                    && entry.kvmOffered() == facts.kvmOffered();
            return current ? Optional.of(verdict(entry)) : Optional.empty();
        } catch (IOException | JacksonException unreadable) {
            log.warn("{} cannot be read, KVM is tried again: {}", file, unreadable.toString());
            return Optional.empty();
        }
    }

    void write(HypervisorFacts facts, KvmVerdict verdict) {
        String reason = verdict instanceof KvmVerdict.Fails fails ? fails.reason() : "";
        boolean works = verdict instanceof KvmVerdict.Works;
        try {
            Entry entry = new Entry(bootId(), facts.version(), facts.kvmOffered(), works, reason);
            state.directory("pool", "rwx--x--x");
            state.writePrivately(file(), JsonMapper.shared().writeValueAsString(entry));
        } catch (IOException refused) {
            log.warn("{} cannot be written, KVM is tried again at the next start: {}", file(), refused.toString());
        }
    }

    private static KvmVerdict verdict(Entry entry) {
        return entry.works() ? new KvmVerdict.Works() : new KvmVerdict.Fails(entry.reason(), true);
    }

    private static String bootId() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }

    private Path file() {
        return state.resolve("pool/kvm-verdict.json");
    }
}
