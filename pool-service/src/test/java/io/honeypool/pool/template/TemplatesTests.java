package io.honeypool.pool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTests {

    @TempDir
    private Path directory;

    @Test
    void withoutFilesAllAreBuiltIn() {
        assertThat(read().of(TemplateKind.DOMAIN, "web").source()).isEqualTo("built-in domain.xml");
        assertThat(read().of(TemplateKind.NETWORK).source()).isEqualTo("built-in network.xml");
    }

    @Test
    void aFileTakesThePlaceOfOneAndAProfilesFileOfThat() throws IOException {
        write("domain.xml", TemplateTexts.builtIn(TemplateKind.DOMAIN));
        write("web/domain.xml", TemplateTexts.builtIn(TemplateKind.DOMAIN));

        Templates templates = read();

        assertThat(templates.of(TemplateKind.DOMAIN, "web").source()).endsWith("/web/domain.xml");
        assertThat(templates.of(TemplateKind.DOMAIN, "router").source())
                .endsWith("/domain.xml")
                .doesNotContain("/web/");
        assertThat(templates.of(TemplateKind.FILTER, "web").source()).isEqualTo("built-in filter.xml");
    }

    @Test
    void whatIsNoTemplateIsRefused() throws IOException {
        write("domian.xml", "<domain/>");

        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(this::read)
                .withMessageContaining(
                        "domian.xml is not one that can stand there: it must be one of domain.xml, network.xml, filter.xml");
    }

    @Test
    void aNetworkOfAProfileIsRefused() throws IOException {
        write("web/network.xml", TemplateTexts.builtIn(TemplateKind.NETWORK));

        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(this::read)
                .withMessageContaining("it must be one of domain.xml, filter.xml");
    }

    @Test
    void aDirectoryOfNoProfileIsRefused() throws IOException {
        write("wbe/domain.xml", TemplateTexts.builtIn(TemplateKind.DOMAIN));

        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(this::read)
                .withMessageContaining("there is no guest profile wbe");
    }

    @Test
    void aHugeFileIsRefused() throws IOException {
        write("domain.xml", " ".repeat(300_000));

        assertThatExceptionOfType(TemplateFailure.class)
                .isThrownBy(this::read)
                .withMessageContaining("is larger than 256 KiB");
    }

    @Test
    void everyPlaceholderIsOnItsPage() throws IOException {
        String page = Files.readString(Path.of("../docs/templates.md"));
        for (TemplateKind kind : List.of(TemplateKind.DOMAIN, TemplateKind.NETWORK, TemplateKind.FILTER)) {
            String section = page.substring(page.indexOf("## " + kind.file())).split("\nRequired: ", 2)[0];
            assertThat(kind.vocabulary().placeholders())
                    .allSatisfy(name -> assertThat(section).contains("`" + name + "`"));
        }
    }

    private Templates read() {
        return Templates.from(directory, List.of("web", "router"));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
