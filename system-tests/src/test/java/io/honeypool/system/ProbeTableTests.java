package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProbeTableTests {

    @Test
    void theDocumentedTableIsTheOneThatIsTried() throws IOException {
        assertThat(Files.readString(Path.of("../docs/security.md"))).contains(ProbeTable.markdown());
    }

    @Test
    void everyProbeHasATitleOfItsOwn() {
        assertThat(ProbeTable.all()).extracting(Probe::title).doesNotHaveDuplicates();
    }

    @Test
    void whatDenyBlocksIsAllButArpDhcpAndAnswersToLogins() {
        assertThat(ProbeTable.all())
                .filteredOn(probe -> probe.deny() != Outcome.BLOCKED)
                .extracting(Probe::title)
                .containsExactly(
                        "TCP from a login port to a port that the pool host connects from",
                        "ARP with the pool host",
                        "DHCP",
                        "malformed DHCP");
    }
}
