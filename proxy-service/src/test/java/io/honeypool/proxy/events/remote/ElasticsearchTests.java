package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSettings.Elasticsearch.Layout;
import io.honeypool.proxy.events.RemoteSinkException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticsearchTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elastic:9200",
                "ftp://elastic",
                "https://u:hidden@elastic",
                "https://elastic?x",
                "https://elastic#x",
                "https:///x"
            })
    void whatIsNoNodeStopsTheStart(String url) {
        expectFailure(settings(List.of(url), "i", null, null, null), "elasticsearch.urls");
    }

    @Test
    void anEmptyListOfNodesStopsTheStart() {
        expectFailure(settings(List.of(), "i", null, null, null), "elasticsearch.urls");
    }

    @Test
    void nodesHaveOnePath() {
        expectFailure(settings(List.of("https://a/x", "https://b/y"), "i", null, null, null), "elasticsearch.urls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Events", "a b", "_x", "-x", "a/b", "a*"})
    void whatIsNoIndexStopsTheStart(String index) {
        expectFailure(settings(List.of("https://e"), index, null, null, null), "elasticsearch.index");
    }

    @Test
    void anAccountNeedsAllOfItAndNoKey() {
        expectFailure(settings(List.of("https://e"), "i", "u", null, null), "password-file");
        expectFailure(settings(List.of("https://e"), "i", null, "p", null), "username");
        expectFailure(settings(List.of("https://e"), "i", "u", "p", "k"), "api-key-file");
    }

    @Test
    void certificatesThatAreNoneStopTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("none.pem"), "");
        EventSettings.Elasticsearch settings = new EventSettings.Elasticsearch(
                List.of(URI.create("https://e")), "i", Layout.DAILY, file, null, null, null, null, null);

        expectFailure(settings, "elasticsearch.authority");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(settings(List.of("https://e"), "i", "u", "hidden", "hidden"))
                .asString()
                .doesNotContain("hidden");
    }

    private static void expectFailure(EventSettings.Elasticsearch settings, String advice) {
        assertThatExceptionOfType(RemoteSinkException.class)
                .isThrownBy(() -> Elasticsearch.of(settings))
                .satisfies(failure -> assertThat(failure.advice()).contains(advice))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hidden"));
    }

    private static EventSettings.Elasticsearch settings(
            List<String> urls,
            String index,
            @Nullable String username,
            @Nullable String password,
            @Nullable String apiKey) {
        return new EventSettings.Elasticsearch(
                urls.stream().map(URI::create).toList(),
                index,
                Layout.DAILY,
                null,
                username,
                password,
                null,
                apiKey,
                null);
    }
}
