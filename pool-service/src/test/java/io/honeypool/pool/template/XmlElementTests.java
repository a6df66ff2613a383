package io.honeypool.pool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class XmlElementTests {

    @Test
    void valuesAreEscaped() {
        XmlElement element = XmlElement.named("a")
                .with("b", "\"<&'")
                .containing(XmlElement.named("c").text("</c><evil/>"));

        assertThat(element).hasToString("<a b=\"&quot;&lt;&amp;'\"><c>&lt;/c&gt;&lt;evil/&gt;</c></a>");
    }

    @Test
    void controlCharactersAreRefused() {
        XmlElement element = XmlElement.named("a");

        assertThatIllegalArgumentException().isThrownBy(() -> element.with("b", "x\u0000"));
        assertThatIllegalArgumentException().isThrownBy(() -> element.text("x\ny"));
        assertThatIllegalArgumentException().isThrownBy(() -> element.text("\ud800"));
    }
}
