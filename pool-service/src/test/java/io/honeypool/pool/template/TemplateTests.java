package io.honeypool.pool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTests {

    private static final Vocabulary WORDS =
            Vocabulary.of("name", "kernel", "flag").and("host", "mac", "ip");

    @Test
    void valuesBecomeTextAndNothingElse() {
        TemplateValues values = new TemplateValues().with("name", "\"/><evil a='$1${kernel}\\'>&");

        assertThat(read("<a b='x-${name}'><c>${name}-y</c></a>").expand(values))
                .hasToString("<a b=\"x-&quot;/&gt;&lt;evil a='$1${kernel}\\'&gt;&amp;\">"
                        + "<c>\"/&gt;&lt;evil a='$1${kernel}\\'&gt;&amp;-y</c></a>");
    }

    @Test
    void aValueWithControlCharactersIsRefused() {
        Template template = read("<a>${name}</a>");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.expand(new TemplateValues().with("name", "x\u0000")));
    }

    @Test
    void elementsAreLeftOutWithoutTheirValueOrWithIt() {
        Template template = read("<a><b hp:if='kernel'>${kernel}</b><c hp:unless='kernel'/><d hp:if='flag'/></a>");

        assertThat(template.expand(new TemplateValues().with("kernel", "/k"))).hasToString("<a><b>/k</b></a>");
        assertThat(template.expand(new TemplateValues().with("kernel", null).when("flag", true)))
                .hasToString("<a><c></c><d></d></a>");
    }

    @Test
    void elementsAreRepeatedForEveryItem() {
        Template template = read("<a><h hp:each='host' m='${host.mac}'><n>${name} ${host.ip}</n></h></a>");
        TemplateValues values = new TemplateValues()
                .with("name", "x")
                .withList(
                        "host",
                        List.of(
                                new TemplateValues().with("mac", "1").with("ip", "a"),
                                new TemplateValues().with("mac", "2").with("ip", "b")));

        assertThat(template.expand(values)).hasToString("<a><h m=\"1\"><n>x a</n></h><h m=\"2\"><n>x b</n></h></a>");
        assertThat(template.expand(new TemplateValues())).hasToString("<a></a>");
    }

    @Test
    void commentsAndBlanksAreLeftOut() {
        assertThat(read("<!-- ${nothing} -->\n<a>\n  <b/> <!-- x -->\n  <![CDATA[ ]]></a>\n")
                        .expand(new TemplateValues()))
                .hasToString("<a><b></b></a>");
    }

    @Test
    void aValueThatIsNotThereIsNamedWithItsLine() {
        Template template = read("<a>\n<b>${kernel}</b></a>");

        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(() -> template.expand(new TemplateValues()))
                .withMessage("The template /t/domain.xml cannot be used: line 2: ${kernel} has no value here: give the"
                        + " element hp:if=\"kernel\", so that it is left out.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a>;<b></a> | 2 | it is not well-formed XML",
                "<a>;<b>${nmae}</b></a> | 2 | there is no placeholder ${nmae}; there are flag, host.ip, host.mac, kernel, name",
                "<a>;<b c='${host.mac}'/></a> | 2 | there is no placeholder ${host.mac}",
                "<a>;<b c='${name'/></a> | 2 | ${ begins a placeholder, and there is no } after it",
                "<a>;<b hp:if='fast'/></a> | 2 | there is no value fast",
                "<a>;<b hp:if='flag'>${nmae}</b></a> | 2 | there is no placeholder ${nmae}",
                "<a>;<b hp:each='name'/></a> | 2 | there is no list name; there are host",
                "<a>;<b hp:iff='name'/></a> | 2 | hp:iff is none of hp:if, hp:unless and hp:each",
                "<a>;<hp:b/></a> | 2 | <hp:b> is of another namespace",
                "<a>;<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'/></a> | 2 | <q:commandline> is of another namespace",
                "<a>;<b/>text</a> | 1 | there is text beside elements in it",
                "<a>;<b>one;two</b></a> | 2 | line breaks or control characters",
                "<a>;<?php?></a> | 2 | processing instructions are not allowed",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>;<a>&e;</a> | 1 | a document type is not allowed",
                "<a>;&e;</a> | 2 | entity",
                "<a hp:if='flag'/> | 1 | the outermost element can be neither left out nor repeated"
            })
    void whatCannotBeUsedIsRefusedWithItsLine(String text, int line, String problem) {
        String document = text.replace("&e;", "&e!").replace(';', '\n').replace("&e!", "&e;");

        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(() -> read(document))
                .withMessageStartingWith("The template /t/domain.xml cannot be used: line ")
                .withMessageContaining(problem)
                .satisfies(failure -> assertThat(failure.action()).contains("built-in"))
                .satisfies(failure ->
                        assertThat(String.valueOf(failure.getMessage())).contains("line " + line + ": "));
    }

    @Test
    void deepNestingIsRefused() {
        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(() -> read("<a>" + "<b>".repeat(40) + "</b>".repeat(40) + "</a>"))
                .withMessageContaining("nested deeper than 30");
    }

    private static Template read(String text) {
        String bound = text.replaceFirst("<a(?=[ >/])", "<a xmlns:hp='urn:honeypool:template'");
        return TemplateReader.read("/t/domain.xml", bound.getBytes(StandardCharsets.UTF_8), WORDS);
    }
}
