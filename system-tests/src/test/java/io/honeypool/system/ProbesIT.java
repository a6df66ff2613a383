package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What scanners print of the sensor is what they print of the guest's own SSH server, but for the keys themselves. */
@ExtendWith(DeploymentExtension.class)
class ProbesIT {

    private static final int GUEST_PORT = 22;

    private final int port;
    private final String guest;

    ProbesIT(Deployment deployment) {
        this.port = deployment.ssh().port();
        deployment.ssh().run("true").orFail();
        this.guest = deployment
                .api("operator")
                .activeLeasesOf("127.0.0.1")
                .getFirst()
                .get("guest")
                .get("address")
                .stringValue();
    }

    @Test
    void sshAuditPrintsTheSame() {
        assertThat(audit("127.0.0.1", port)).hasSizeGreaterThan(20).isEqualTo(audit(guest, GUEST_PORT));
    }

    @Test
    void nmapPrintsTheSame() {
        assertThat(nmap("127.0.0.1", port)).hasSize(3).isEqualTo(nmap(guest, GUEST_PORT));
    }

    /** Without the fingerprints of the keys; its status only says what it thinks of the algorithms. */
    private static List<String> audit(String host, int port) {
        return Command.of("ssh-audit", "-n", "-p", String.valueOf(port), host)
                .run()
                .output()
                .lines()
                .filter(line -> !line.startsWith("(fin)"))
                .toList();
    }

    /** What each script prints, whichever ends first, without the fingerprints of the keys. */
    private static SortedMap<String, List<String>> nmap(String host, int port) {
        SortedMap<String, List<String>> scripts = new TreeMap<>();
        String script = "";
        // a plus runs a script on a port that is not SSH's own
        String output = Command.of("nmap", "-n", "-Pn", "-p", String.valueOf(port))
                .and("--script", "+ssh2-enum-algos,+ssh-hostkey,+ssh-auth-methods", host)
                .run()
                .orFail();
        for (String line : output.lines().filter(l -> l.startsWith("|")).toList()) {
            String shown = line.substring(2).replaceAll("\\b[0-9a-f]{32}\\b", "(fingerprint)");
            script = shown.startsWith(" ") ? script : shown;
            scripts.computeIfAbsent(script, s -> new ArrayList<>()).add(shown);
        }
        return scripts;
    }
}
