package io.honeypool.pool.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.settings.GuestSettings;
import io.honeypool.pool.settings.GuestSettings.Egress;
import io.honeypool.pool.settings.NetworkSettings.Forward;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.template.Templates;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FilterCompilerTests {

    private static final GuestIdentity GUEST =
            new GuestIdentity(1, "hp-pool-1", new UUID(1, 1), "96:00:00:00:00:01", InetAddress.ofLiteral("10.77.0.2"));

    static final AddressPlan PLAN = AddressPlan.of("pool", "10.77.0.0/24", 6);

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

    @Test
    void denyHasNothingOfTheOtherPolicies() {
        assertThat(compile(22, 23)).doesNotContain("icmp", "\"53\"", "dstipmask");
        assertThat(rules(compile(22, 23), "")).hasSize(9);
    }

    @Test
    void dnsIsAskedOfTheGatewayOverUdpAndOfNobodyElse() {
        List<String> more = new ArrayList<>(rules(compile(Egress.DNS, "", ""), ""));
        more.removeAll(rules(compile(22, 23), ""));

        assertThat(more)
                .containsExactly(
                        "<rule action=\"accept\" direction=\"out\" priority=\"500\"><ip protocol=\"udp\""
                                + " srcipaddr=\"10.77.0.2\" dstipaddr=\"10.77.0.1\" dstportstart=\"53\"></ip></rule>",
                        "<rule action=\"accept\" direction=\"in\" priority=\"500\"><ip protocol=\"udp\""
                                + " srcipaddr=\"10.77.0.1\" dstipaddr=\"10.77.0.2\" srcportstart=\"53\"></ip></rule>");
    }

    @Test
    void limitedDropsWhatIsBlockedBeforeItAcceptsAnything() {
        String document = compile(Egress.LIMITED, "25/tcp,6881-6999", "203.0.113.0/24,10.1.0.0/16");
        List<String> ranges = rules(document, "drop").stream()
                .filter(rule -> rule.contains("dstipmask"))
                .toList();

        assertThat(ranges)
                .hasSize(AddressRange.SPECIAL.size() + 2)
                .allSatisfy(rule -> assertThat(rule).contains("direction=\"out\" priority=\"600\""))
                .anySatisfy(rule -> assertThat(rule).contains("\"169.254.0.0\" dstipmask=\"16\""))
                .anySatisfy(rule -> assertThat(rule).contains("\"203.0.113.0\" dstipmask=\"24\""))
                .anySatisfy(rule -> assertThat(rule).contains("\"198.51.100.7\" dstipmask=\"32\""))
                .noneSatisfy(rule -> assertThat(rule).contains("10.1.0.0"));
        assertThat(rules(document, "drop"))
                .filteredOn(rule -> rule.contains("dstportstart"))
                .satisfiesExactly(
                        mail -> assertThat(mail).contains("priority=\"600\"", "tcp", "\"25\" dstportend=\"25\""),
                        tcp -> assertThat(tcp).contains("tcp", "\"6881\" dstportend=\"6999\""),
                        udp -> assertThat(udp).contains("udp", "\"6881\" dstportend=\"6999\""));
        assertThat(rules(document, "accept"))
                .filteredOn(rule -> rule.contains("direction=\"out\" priority=\"800\""))
                .hasSize(3)
                .allSatisfy(rule -> assertThat(rule).contains("srcipaddr=\"10.77.0.2\""));
    }

    @Test
    void limitedTakesNothingFromTheGuestsNetworkButWhatTheGatewaySends() {
        assertThat(rules(compile(Egress.LIMITED, "", ""), "drop"))
                .contains("<rule action=\"drop\" direction=\"in\" priority=\"700\">"
                        + "<ip srcipaddr=\"10.77.0.0\" srcipmask=\"24\"></ip></rule>");
    }

    @Test
    void noPolicyHasARuleForIptablesOrIpv6() {
        for (Egress egress : Egress.values()) {
            assertThat(compile(egress, "25/tcp", "203.0.113.0/24"))
                    .doesNotContainPattern("<(all|tcp|udp|icmp|ipv6|tcp-ipv6)[ />]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "70000/tcp | | guests.limited.blocked-ports: 70000/tcp is not a range of ports",
                "smtp | | guests.limited.blocked-ports: smtp is not a port",
                "30-20 | | guests.limited.blocked-ports: 30-20 is not a range of ports",
                "25/tcp | fd00::/8 | guests.limited.blocked-ranges: fd00::/8 is not an IPv4 range",
                "25/tcp | 203.0.113.0/33 | has a prefix length that is not 1 to 32",
                "25/tcp | 203.0.113.9/24 | that is 203.0.113.0/24",
                "25/tcp | 300.0.0.0/8 | does not begin with an IPv4 address",
                "25/tcp | 9.0.0.0/8 | guests.limited.resolver: 9.9.9.9 is not an address that guests"
            })
    void whatCannotBeBlockedIsExplained(String ports, @Nullable String ranges, String reason) {
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> policies(Egress.LIMITED, ports, ranges == null ? "" : ranges))
                .withMessageContaining(reason);
    }

    @Test
    void limitedNeedsANetworkThatIsRouted() {
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> policies(Egress.LIMITED, "", "", Forward.ISOLATED))
                .withMessageContaining("The profile default has egress limited");
    }

    static EgressPolicies policies(Egress egress, String ports, String ranges) {
        return policies(egress, ports, ranges, Forward.ROUTED);
    }

    private static EgressPolicies policies(Egress egress, String ports, String ranges, Forward forward) {
        GuestSettings settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "egress", egress.name(), "limited.blocked-ports", ports, "limited.blocked-ranges", ranges)))
                .bindOrCreate("", GuestSettings.class);
        Inet4Address own = (Inet4Address) InetAddress.ofLiteral("198.51.100.7");
        return EgressPolicies.of(
                Map.of("default", settings),
                new EgressPolicies.Host(PLAN.gateway(), PLAN.range(), forward, List.of(own)));
    }

    private static String compile(Integer... ports) {
        return compile(Egress.DENY, "", "", ports);
    }

    private static String compile(Egress egress, String ports, String ranges) {
        return compile(egress, ports, ranges, 22, 23);
    }

    private static String compile(Egress egress, String ports, String ranges, Integer... logins) {
        return new FilterCompiler(
                        PLAN, new PortRange(32768, 60999), policies(egress, ports, ranges), Templates.builtIn())
                .compile("default", GUEST, List.of(logins))
                .document()
                .toString();
    }

    private static List<String> tcpOut(String document) {
        return rules(document, "accept").stream()
                .filter(rule -> rule.contains("direction=\"out\"") && rule.contains("protocol=\"tcp\""))
                .toList();
    }

    private static List<String> rules(String document, String action) {
        return Pattern.compile("<rule action=\"" + action + ".*?</rule>")
                .matcher(document)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
