package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.Lookout.Sighting;
import io.honeypool.system.Probe.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A guest reaches nothing: not the host, not another guest, not the outside. Tried from inside, as root;
 * {@code ./honeypool test --isolation} does the same for every egress policy, with an internet to be reached.
 */
@ExtendWith(DeploymentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {

    private final Deployment deployment;
    private ProbedGuest guest;

    IsolationIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @BeforeAll
    void lease() {
        ProbedGuest.awaitRest(deployment);
        guest = ProbedGuest.alone(deployment);
    }

    @AfterAll
    void giveBack() {
        guest.close();
    }

    @Test
    void whatIsTriedFromInsideEndsAsTheTableSays() {
        List<String> servers = nameServers();
        try (ProbeRun run = ProbeRun.alone(guest, Policy.DENY)) {
            List<ProbeRun.Result> results = run.results();

            assertThat(results).as(ProbeRun.table(Policy.DENY, results)).noneMatch(ProbeRun.Result::differs);
        }
        assertThat(nameServers())
                .as("what answered DHCP goes on doing so")
                .isNotEmpty()
                .isEqualTo(servers);
    }

    @Test
    void nothingComesInButLogins() throws IOException {
        String mark = ProbeRun.newMark();
        try (Lookout lookout = Lookout.in(guest.namespace(), mark)) {
            List<byte[]> blocked = inwards(mark);
            List<String> lines = new ArrayList<>();
            blocked.forEach(frame -> lines.add("0 " + HexFormat.of().formatHex(frame)));
            lines.add("0 " + HexFormat.of().formatHex(tcpToGuest(22, mark + "0002")));
            inject(lines);

            await().until(() -> lookout.sightings().contains(new Sighting(guest.link(), true, 2)));
            assertThat(lookout.sightings())
                    .contains(new Sighting(guest.bridge(), true, 1))
                    .doesNotContain(new Sighting(guest.link(), true, 1));
        }
    }

    @Test
    void noPortOfTheHostAnswers() {
        String gateway = guest.surroundings().gateway().address();
        String host = guest.surroundings().host();
        StringBuilder tries = new StringBuilder("p() { timeout 3 bash -c \"exec 3<>/dev/tcp/$1/$2\" 2>/dev/null &&"
                + " echo $1 $2; }; p 127.0.0.1 22 &");
        for (int port : new int[] {22, 23, 53, 80, 5432, 8420, 8421, 16_509}) {
            tries.append(" p %s %d & p %s %d &".formatted(gateway, port, host, port));
        }

        assertThat(guest.run(tries + " wait").output()).isEqualTo("127.0.0.1 22\n");
    }

    /** What answers DHCP and names; it would be another process if it had died and been started again. */
    private List<String> nameServers() {
        return Command.of("pgrep", "-a", "dnsmasq").run().output().lines().toList();
    }

    private List<byte[]> inwards(String mark) {
        Surroundings around = guest.surroundings();
        byte[] text = Packet.ascii(mark + "0001");
        String from = around.gatewayIpv6();
        byte[] advertisement = Packet.join(Packet.bytes("400000ff0000000000000000"), text);
        return List.of(
                ipv6(Packet.icmpv6(from, "ff02::1", 134, advertisement)),
                ipv6(Packet.icmpv6(from, "ff02::1", 128, Packet.join(new byte[4], text))),
                ipv6(Packet.udp(from, "ff02::1", 547, 546, text)),
                tcpToGuest(80, mark + "0001"),
                toGuest(
                        Packet.UDP,
                        Packet.udp(around.gateway().address(), around.own().address(), 53, 53, text)),
                toGuest(Packet.ICMP, Packet.ping(text)));
    }

    private byte[] ipv6(byte[] payload) {
        Surroundings around = guest.surroundings();
        boolean udp = payload[0] == 0x02 && payload[1] == 0x23;
        byte[] packet = Packet.ipv6(around.gatewayIpv6(), "ff02::1", udp ? Packet.UDP : Packet.ICMPV6, payload);
        return Packet.ethernet("33:33:00:00:00:01", around.gateway().mac(), Packet.IPV6, packet);
    }

    private byte[] tcpToGuest(int port, String text) {
        Surroundings around = guest.surroundings();
        return toGuest(
                Packet.TCP,
                Packet.syn(around.gateway().address(), around.own().address(), 40_000, port, Packet.ascii(text)));
    }

    private byte[] toGuest(int protocol, byte[] payload) {
        Surroundings around = guest.surroundings();
        byte[] packet = Packet.ipv4(around.gateway().address(), around.own().address(), protocol, payload);
        return Packet.ethernet(around.own().mac(), around.gateway().mac(), Packet.IPV4, packet);
    }

    /** Sends frames from the host to its guests. */
    private void inject(List<String> lines) throws IOException {
        Path input = Files.createTempFile("frames", ".txt");
        try {
            Files.write(input, lines);
            Command.of("nsenter", "--net=/run/netns/" + guest.namespace(), "/usr/bin/python3", "-c")
                    .and(Lookout.script("sender.py"), guest.bridge())
                    .reading(input)
                    .run()
                    .orFail();
        } finally {
            Files.delete(input);
        }
    }
}
