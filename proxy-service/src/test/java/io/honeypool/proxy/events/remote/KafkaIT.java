package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSettings.Kafka.Login;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.SpooledEvent;
import io.honeypool.proxy.fixture.RealKafka;
import io.honeypool.proxy.fixture.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events in a real Kafka. */
class KafkaIT {

    @TempDir
    private static Path directory;

    private static TestKeys keys;
    private static RealKafka kafka;
    private static Path authority;
    private static Path password;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        keys = TestKeys.make(directory, "ip:127.0.0.1");
        authority = keys.authority(directory.resolve("authority.pem"));
        password = Files.writeString(directory.resolve("password"), RealKafka.PASSWORD + "\n");
        kafka = RealKafka.start(directory.resolve("kafka"), keys);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void eventsLieUnderTheirSourceWithTheirIdsInOrder() {
        List<SpooledEvent> sent = new ArrayList<>();
        List<List<SpooledEvent>> sessions = IntStream.range(0, 10)
                .mapToObj(session -> RemoteEvents.of("00000000000" + session, "192.0.2." + session, 50))
                .toList();
        IntStream.range(0, 50).forEach(number -> sessions.forEach(session -> sent.add(session.get(number))));
        try (Kafka sink = open("plain")) {
            RemoteEvents.deliver(sink, sent.subList(0, 300));
            RemoteEvents.deliver(sink, sent.subList(300, 500));
        }

        List<ConsumerRecord<String, String>> found = kafka.readOnce("plain");
        assertThat(found).hasSize(500);
        for (int session = 0; session < 10; session++) {
            String source = "192.0.2." + session;
            List<ConsumerRecord<String, String>> ofOne = found.stream()
                    .filter(message -> message.key().equals(source))
                    .toList();
            assertThat(ofOne)
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(sessions.get(session).stream()
                            .map(SpooledEvent::json)
                            .toList());
            assertThat(ofOne)
                    .extracting(message -> RealKafka.header(message, "id"))
                    .isEqualTo(sessions.get(session).stream()
                            .map(event -> event.id().toString())
                            .toList());
            assertThat(ofOne)
                    .extracting(ConsumerRecord::partition)
                    .containsOnly(ofOne.getFirst().partition());
        }
        assertThat(found.stream().map(ConsumerRecord::partition).distinct()).hasSize(RealKafka.PARTITIONS);
    }

    @Test
    void whatIsSentWhileTheBrokerIsAwayIsRefusedAndTakenLater() throws Exception {
        List<SpooledEvent> events = RemoteEvents.of("aaaaaaaaaaaa", "192.0.2.7", 60);
        try (Kafka sink = open("outage")) {
            RemoteEvents.deliver(sink, events.subList(0, 20));
            kafka.server().kill();
            List<SpooledEvent> missed = events.subList(20, 40);
            assertThatIOException().isThrownBy(() -> sink.send(missed)).withMessageContaining("Kafka");
            kafka.server().start();
            RemoteEvents.deliver(sink, missed);
            RemoteEvents.deliver(sink, events.subList(40, 60));
        }

        List<String> ids = kafka.readOnce("outage").stream()
                .map(message -> RealKafka.header(message, "id"))
                .toList();
        assertThat(ids)
                .isEqualTo(events.stream().map(event -> event.id().toString()).toList());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void loginsGoOverTls(Login login) {
        String topic = "secure-" + login.name();
        try (Kafka sink = Kafka.of(secure(topic, login, authority, password))) {
            RemoteEvents.deliver(sink, RemoteEvents.of("aaaaaaaaaaab", "192.0.2.8", 3));
        }

        assertThat(kafka.readOnce(topic)).hasSize(3);
    }

    @Test
    void whoIsNotTrustedOrNotKnownGetsNothing() throws IOException, InterruptedException {
        Path other = TestKeys.make(directory, "ip:127.0.0.1").authority(directory.resolve("other.pem"));
        Path wrong = Files.writeString(directory.resolve("wrong"), "wrong\n");
        List<SpooledEvent> events = RemoteEvents.of("aaaaaaaaaaac", "192.0.2.9", 3);

        try (Kafka sink = Kafka.of(secure("none", Login.PLAIN, other, password))) {
            assertThatIOException().isThrownBy(() -> sink.send(events)).withMessageContaining("SSL handshake failed");
        }
        try (Kafka sink = Kafka.of(secure("none", Login.SCRAM_SHA_256, authority, wrong))) {
            assertThatIOException().isThrownBy(() -> sink.send(events)).withMessageContaining("credentials");
        }
    }

    @Test
    void anEventThatIsTooLargeIsRefusedForGood() {
        SpooledEvent large = new SpooledEvent(
                UUID.randomUUID(), "{\"src_ip\":\"192.0.2.7\",\"input\":\"" + "x".repeat(2 << 20) + "\"}");
        try (Kafka sink = open("large")) {
            assertThatExceptionOfType(RejectedEventsException.class).isThrownBy(() -> sink.send(List.of(large)));
            RemoteEvents.deliver(sink, RemoteEvents.of("aaaaaaaaaaad", "192.0.2.7", 1));
        }

        assertThat(kafka.readOnce("large")).hasSize(1);
    }

    private static Kafka open(String topic) {
        return Kafka.of(
                new EventSettings.Kafka(List.of(kafka.plain()), topic, false, null, Login.NONE, null, null, null));
    }

    private static EventSettings.Kafka secure(String topic, Login login, @Nullable Path authority, Path password) {
        return new EventSettings.Kafka(
                List.of(kafka.secure()), topic, true, authority, login, RealKafka.USERNAME, null, password);
    }
}
