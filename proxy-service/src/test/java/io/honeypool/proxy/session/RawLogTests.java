package io.honeypool.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.RawEvent;
import io.honeypool.proxy.events.RawEvent.Direction;
import io.honeypool.proxy.events.TestEvents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RawLogTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TestEvents events = new TestEvents();
    private final SessionRegistry registry =
            new SessionRegistry(events.dispatcher(), TestEvents.SENSOR, new SessionSettings(2), TestAdmission.DEFAULTS);
    private final Session session = session("192.0.2.7");

    @Test
    void textIsTextAndTheRestIsHexadecimal() {
        RawLog log = log(logs(1000, 1000));

        log.record(Direction.IN, bytes("SSH-2.0-a\\b\r\n"), 0);
        log.record(Direction.OUT, ByteBuffer.wrap(new byte[] {0, 'A', (byte) 0xff}), 0);

        assertThat(raw())
                .containsExactly(
                        fields("in", false, false, "text", "SSH-2.0-a\\\\b\\x0d\\x0a"),
                        fields("out", false, false, "hex", "0041ff"));
    }

    @Test
    void whatIsTooMuchInASecondIsLeftOutAndSaidSo() {
        RawLog log = log(logs(1000, 200));

        log.record(Direction.IN, bytes("a".repeat(150)), 0);
        log.record(Direction.IN, bytes("b".repeat(100)), SECOND / 2);
        log.record(Direction.IN, bytes("c"), SECOND / 2);
        log.record(Direction.OUT, bytes("d"), SECOND);

        assertThat(raw())
                .containsExactly(
                        fields("in", false, false, "text", "a".repeat(150)),
                        fields("in", false, false, "text", "b".repeat(50)),
                        fields("out", true, false, "text", "d"));
    }

    @Test
    void whoeverReadTheClockBeforeTheSecondBeganGetsNoSecondShare() {
        RawLog log = log(logs(1000, 200));

        log.record(Direction.IN, bytes("a".repeat(200)), SECOND);
        log.record(Direction.OUT, bytes("b".repeat(200)), SECOND - 1);
        log.record(Direction.IN, bytes("c".repeat(200)), SECOND + 1);

        assertThat(texts()).containsExactly("a".repeat(200));
    }

    @Test
    void aSessionHasItsEndAndSaysSo() {
        RawLog log = log(logs(200, 1000));

        log.record(Direction.IN, bytes("a".repeat(150)), 0);
        log.record(Direction.IN, bytes("b".repeat(100)), SECOND);
        log.record(Direction.IN, bytes("c"), 2 * SECOND);

        assertThat(raw())
                .containsExactly(
                        fields("in", false, false, "text", "a".repeat(150)),
                        fields("in", false, true, "text", "b".repeat(50)));
    }

    @Test
    void manyBytesAreSeveralEvents() {
        log(logs(20_000, 20_000)).record(Direction.OUT, bytes("x".repeat(9000)), 0);

        assertThat(texts()).extracting(String::length).containsExactly(4096, 4096, 808);
    }

    @Test
    void manySmallMessagesAreNotManyEvents() {
        RawLog log = log(logs(100_000, 1024));

        for (int i = 0; i < 100; i++) {
            log.record(Direction.IN, bytes("x"), 0);
        }

        assertThat(texts()).hasSize(8).containsOnly("x");
    }

    @Test
    void allSessionsHaveOneSecondTogether() {
        RawLogs logs = logs(1000, 200);
        RawLog first = log(logs);
        RawLog second = logs.logFor(session("192.0.2.8")).orElseThrow();

        first.record(Direction.IN, bytes("a".repeat(150)), 0);
        second.record(Direction.IN, bytes("b".repeat(150)), 0);
        first.record(Direction.IN, bytes("c"), SECOND);

        assertThat(texts()).containsExactly("a".repeat(150), "b".repeat(50), "c");
    }

    @Test
    void itIsOnOnlyForItsSources() {
        assertThat(logs(1000, 1000).logFor(session("198.51.100.9"))).isEmpty();
        assertThat(new RawLogs(new RawSettings(List.of(), 1000, 1000)).logFor(session))
                .isEmpty();
    }

    private static RawLogs logs(int perSession, int perSecond) {
        return new RawLogs(new RawSettings(List.of(Network.of("192.0.2.0/24")), perSession, perSecond));
    }

    private RawLog log(RawLogs logs) {
        return logs.logFor(session).orElseThrow();
    }

    private Session session(String source) {
        return registry.admit(
                        LoginProtocol.SSH,
                        new InetSocketAddress(InetAddress.ofLiteral(source), 4711),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 22))
                .orElseThrow();
    }

    private static Map<String, Object> fields(
            String direction, boolean afterGap, boolean last, String form, String content) {
        return Map.of("direction", direction, "after_gap", afterGap, "last", last, form, content);
    }

    private List<Map<String, Object>> raw() {
        return events.drain().stream()
                .filter(RawEvent.class::isInstance)
                .map(HoneypotEvent::fields)
                .toList();
    }

    private List<String> texts() {
        return raw().stream().map(fields -> (String) fields.get("text")).toList();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
