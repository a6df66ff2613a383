package io.honeypool.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTests {

    private static final List<Passed> SESSION = List.of(
            new Passed.Output(new byte[] {'$', ' '}, 1_500_000),
            new Passed.Input(new byte[] {'l', (byte) 0xc3}, 2_000_000_000),
            new Passed.ErrorOutput(new byte[] {'"', '\n'}, 2_000_001_999),
            new Passed.Resize(100, 40, 61_000_000_000L),
            new Passed.Mark("exit 3", 61_000_000_001L));

    @Test
    void anAsciicastHasALineForEachThingThatPassed() {
        assertThat(write(new Asciicast("{\"version\":2}"))).asString().isEqualTo("""
                {"version":2}
                [0.001500, "o", "$ "]
                [2.000000, "i", "l"]
                [2.000001, "o", "\\"\\n"]
                [61.000000, "r", "100x40"]
                [61.000000, "m", "exit 3"]
                [62.000000, "i", "%s"]
                """.formatted(
                        Character.toString(0x10fec3)));
    }

    @Test
    void aTtyLogHasARecordForEachWrite() {
        byte[] log = write(new TtyLog(Instant.ofEpochSecond(1_000_000_000)));

        ByteBuffer records = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(record(records)).isEqualTo("1 0 1000000000.000000 ");
        assertThat(record(records)).isEqualTo("3 2 1000000000.001500 2420");
        assertThat(record(records)).isEqualTo("3 1 1000000002.000000 6cc3");
        assertThat(record(records)).isEqualTo("3 2 1000000002.000001 220a");
        assertThat(record(records)).isEqualTo("2 0 1000000062.000000 ");
        assertThat(records.hasRemaining()).isFalse();
    }

    private static String record(ByteBuffer log) {
        int operation = log.getInt();
        assertThat(log.getInt()).isZero();
        byte[] bytes = new byte[log.getInt()];
        int direction = log.getInt();
        String time = "%d.%06d".formatted(log.getInt(), log.getInt());
        log.get(bytes);
        return operation + " " + direction + " " + time + " " + HexFormat.of().formatHex(bytes);
    }

    private static byte[] write(RecordingFormat format) {
        ByteSink sink = new ByteSink();
        format.begin(sink);
        SESSION.forEach(passed -> format.write(passed, sink));
        format.end(62_000_000_000L, sink);
        ByteBuffer written = sink.take();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isNotEmpty();
        return bytes;
    }
}
