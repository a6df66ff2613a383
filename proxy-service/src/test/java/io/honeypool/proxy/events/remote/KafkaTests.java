package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSettings.Kafka.Login;
import io.honeypool.proxy.events.RemoteSinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka:0", "kafka:65536", "http://kafka:9092", "a b:9092", ":9092", "::1:9092"})
    void whatIsNoBrokerStopsTheStart(String server) {
        expectFailure(settings(server, "t", false, null, Login.NONE, null, null, null), "servers");
    }

    @Test
    void anEmptyListOfBrokersStopsTheStart() {
        expectFailure(new EventSettings.Kafka(List.of(), "t", false, null, Login.NONE, null, null, null), "servers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "é"})
    void whatIsNoTopicStopsTheStart(String topic) {
        expectFailure(settings("k:1", topic, false, null, Login.NONE, null, null, null), "topic");
    }

    @Test
    void anAccountNeedsAllOfIt() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "secret\n");

        expectFailure(settings("k:1", "t", false, null, Login.PLAIN, "u", null, null), "password-file");
        expectFailure(settings("k:1", "t", false, null, Login.PLAIN, null, "p", null), "username");
        expectFailure(settings("k:1", "t", false, null, Login.NONE, "u", "p", null), "login");
        expectFailure(settings("k:1", "t", false, null, Login.PLAIN, "u", "p", file), "Remove one");
        expectFailure(
                settings("k:1", "t", false, null, Login.PLAIN, "u", null, directory.resolve("missing")),
                "readable for the user");
        expectFailure(settings("k:1", "t", false, null, Login.PLAIN, "u", "a\nb", null), "in one line");
    }

    @Test
    void certificatesThatAreNoneStopTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("none.pem"), "");

        expectFailure(settings("k:1", "t", true, file, Login.NONE, null, null, null), "kafka.authority");
    }

    @Test
    void aPasswordIsNotShown() {
        assertThat(settings("k:1", "t", false, null, Login.PLAIN, "u", "hidden", null))
                .asString()
                .doesNotContain("hidden");
    }

    private static void expectFailure(EventSettings.Kafka settings, String advice) {
        assertThatExceptionOfType(RemoteSinkException.class)
                .isThrownBy(() -> Kafka.of(settings))
                .satisfies(failure -> assertThat(failure.advice()).contains(advice));
    }

    private static EventSettings.Kafka settings(
            String server,
            String topic,
            boolean tls,
            @Nullable Path authority,
            Login login,
            @Nullable String username,
            @Nullable String password,
            @Nullable Path passwordFile) {
        return new EventSettings.Kafka(List.of(server), topic, tls, authority, login, username, password, passwordFile);
    }
}
