package io.honeypool.pool.isolation;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.settings.GuestSettings;
import io.honeypool.pool.template.TemplateFailure;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.TemplateTexts;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPartsTests {

    private static final String LAST = "<rule action=\"drop\" direction=\"inout\" priority=\"1000\">";
    private static final GuestIdentity GUEST =
            new GuestIdentity(1, "hp-pool-1", new UUID(1, 1), "96:00:00:00:00:01", InetAddress.ofLiteral("10.77.0.2"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name=\"${name}\" | name=\"x\" | <filter name=\"${name}\">",
                "chain=\"root\" | chain=\"ipv4\" | chain=\"root\" in <filter>",
                "<uuid>${uuid}</uuid> | | one <uuid> with ${uuid}",
                "</uuid> | </uuid><filterref filter=\"allow-ipv4\"/> | nothing but <rule>s",
                "<rule action=\"drop\" direction=\"out\" priority=\"100\"> | <rule action=\"return\" direction=\"out\" priority=\"100\"> | no action but",
                "direction=\"inout\" | direction=\"out\" | of direction in",
                "direction=\"inout\" | direction=\"in\" | of direction out",
                "priority=\"1000\" | priority=\"400\" | of direction in",
                "<mac/> | <mac srcmacaddr=\"${mac}\"/> | of direction in",
                "<mac/> | <ip/> | of direction in",
                "</uuid> | </uuid><rule action=\"accept\" direction=\"in\" priority=\"1\"><all/></rule> | no rule that accepts whatever comes",
                "</uuid> | </uuid><rule action=\"accept\" direction=\"in\" priority=\"1\"/> | no rule that accepts whatever comes",
                "</uuid> | </uuid><rule action=\"accept\" direction=\"out\" priority=\"2000\"><arp opcode=\"1\"/></rule> | of direction out"
            })
    void aMissingPartIsNamed(String part, String other, String missing) {
        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(() -> compile(part, other == null ? "" : other))
                .withMessageStartingWith("The template changed filter.xml drops what guests need: there must be ")
                .withMessageContaining(missing);
    }

    @Test
    void aRuleMoreIsTheOperators() {
        assertThatNoException()
                .isThrownBy(() -> compile(
                        "</uuid>",
                        "</uuid><rule action=\"accept\" direction=\"out\" priority=\"350\"><ip protocol=\"udp\""
                                + " dstipaddr=\"${gateway}\" dstportstart=\"123\"/></rule>"));
    }

    @Test
    void theLastWordMayBeTwoRules() {
        assertThatNoException()
                .isThrownBy(() ->
                        compile(LAST, LAST.replace("inout", "in") + "<mac/></rule>" + LAST.replace("inout", "out")));
    }

    private static void compile(String part, String other) {
        new FilterCompiler(
                        FilterCompilerTests.PLAN,
                        new PortRange(32768, 60999),
                        FilterCompilerTests.policies(GuestSettings.Egress.DENY, "", ""),
                        TemplateTexts.templates(
                                TemplateKind.FILTER, TemplateTexts.changed(TemplateKind.FILTER, part, other)))
                .compile("default", GUEST, List.of(22));
    }
}
