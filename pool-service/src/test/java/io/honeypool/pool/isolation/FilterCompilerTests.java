package io.honeypool.pool.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.template.Templates;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FilterCompilerTests {

    private static final GuestIdentity GUEST =
            new GuestIdentity(1, "hp-pool-1", new UUID(1, 1), "96:00:00:00:00:01", InetAddress.ofLiteral("10.77.0.2"));

    private final FilterCompiler compiler =
            new FilterCompiler(InetAddress.ofLiteral("10.77.0.1"), new PortRange(32768, 60999), Templates.builtIn());

    @Test
    void theLastRuleDropsEverythingBothWays() {
        assertThat(compile(22))
                .endsWith("<rule action=\"drop\" direction=\"inout\" priority=\"1000\"><mac></mac></rule></filter>");
    }

    @Test
    void everyAcceptedDatagramNamesTheGatewayOrIsAskingForAnAddress() {
        List<String> accepted = rules(compile(22, 2323), "accept");

        assertThat(accepted).hasSize(9);
        assertThat(accepted)
                .allMatch(rule -> rule.contains("\"10.77.0.1\"")
                        || rule.contains("srcipaddr=\"0.0.0.0\" dstipaddr=\"255.255.255.255\" srcportstart=\"68\""));
    }

    @Test
    void framesFromAnotherMacAreDroppedFirst() {
        assertThat(rules(compile(22), "drop").getFirst())
                .contains("priority=\"100\"")
                .contains("<mac match=\"no\" srcmacaddr=\"96:00:00:00:00:01\">");
    }

    @Test
    void theGuestSendsOnlyFromItsLoginPortsToThePortsTheHostConnectsFrom() {
        List<String> tcpOut = tcpOut(compile(2323, 22));

        assertThat(tcpOut)
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule)
                        .contains("srcipaddr=\"10.77.0.2\" dstipaddr=\"10.77.0.1\"")
                        .contains("dstportstart=\"32768\" dstportend=\"60999\""));
        assertThat(tcpOut.getFirst()).contains("srcportstart=\"22\" srcportend=\"22\"");
        assertThat(tcpOut.getLast()).contains("srcportstart=\"2323\" srcportend=\"2323\"");
    }

    @Test
    void neighbouringLoginPortsShareARuleAndNoOtherPortIsInIt() {
        assertThat(tcpOut(compile(23, 2323, 22)))
                .satisfiesExactly(
                        both -> assertThat(both).contains("srcportstart=\"22\" srcportend=\"23\""),
                        one -> assertThat(one).contains("srcportstart=\"2323\" srcportend=\"2323\""));
    }

    @Test
    void arpIsOnlyBetweenGuestAndGateway() {
        assertThat(rules(compile(22), "accept"))
                .filteredOn(rule -> rule.contains("<arp"))
                .satisfiesExactly(
                        out -> assertThat(out)
                                .contains("direction=\"out\"")
                                .contains("arpsrcipaddr=\"10.77.0.2\" arpdstipaddr=\"10.77.0.1\""),
                        in -> assertThat(in)
                                .contains("direction=\"in\"")
                                .contains("arpsrcipaddr=\"10.77.0.1\" arpdstipaddr=\"10.77.0.2\""));
    }

    @Test
    void noRuleIsOfAKindThatLibvirtGivesToIptables() {
        assertThat(compile(22, 23)).doesNotContainPattern("<(all|tcp|udp|icmp|ipv6|tcp-ipv6)[ />]");
    }

    @Test
    void theIdIsAlwaysTheSame() {
        assertThat(compile(22)).isEqualTo(compile(22)).contains("<uuid>");
    }

    private String compile(Integer... ports) {
        return compiler.compile("default", GUEST, List.of(ports)).document().toString();
    }

    private static List<String> tcpOut(String document) {
        return rules(document, "accept").stream()
                .filter(rule -> rule.contains("direction=\"out\"") && rule.contains("protocol=\"tcp\""))
                .toList();
    }

    private static List<String> rules(String document, String action) {
        return Pattern.compile("<rule action=\"" + action + "\".*?</rule>")
                .matcher(document)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
