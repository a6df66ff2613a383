package io.honeypool.pool.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTests {

    @Test
    void everySettingIsDocumentedAndNoOther() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration-pool.md"));
        Set<String> documented = new TreeSet<>();
        Pattern.compile("(?m)^\\| `(honeypool\\.[a-z0-9.-]+)` ")
                .matcher(page)
                .results()
                .forEach(match -> documented.add(match.group(1)));

        assertThat(documented).isEqualTo(SettingKeys.all());
    }
}
