package io.honeypool.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tty log is played by the rules that Cowrie's {@code playlog} goes by. */
class PlaylogTests {

    private static final int WRITE = 3;
    private static final int CLOSE = 2;
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final Instant BEGUN = Instant.ofEpochSecond(4_000_000_000L, 900_000_000);

    private static final List<Passed> SESSION = List.of(
            new Passed.Output("$ ".getBytes(StandardCharsets.US_ASCII), 200_000_000),
            new Passed.Input("ls\r".getBytes(StandardCharsets.US_ASCII), 1_200_000_000),
            new Passed.Output(new byte[] {'l', 's', '\r', '\n', (byte) 0xff, 0}, 1_300_000_000),
            new Passed.Resize(100, 40, 1_400_000_000),
            new Passed.ErrorOutput("no\n".getBytes(StandardCharsets.US_ASCII), 2_500_000_000L));

    @Test
    void outputIsShownAsItCame() {
        assertThat(play(log(SESSION), false).bytes.toByteArray())
                .isEqualTo(new byte[] {'$', ' ', 'l', 's', '\r', '\n', (byte) 0xff, 0, 'n', 'o', '\n'});
    }

    @Test
    void inputIsShownWhereItIsAskedFor() {
        assertThat(play(log(SESSION), true).bytes).asString().isEqualTo("ls\r");
    }

    @Test
    void pausesAreAsLongAsTheyWere() {
        assertThat(play(log(SESSION), false).pausesMicros).containsExactly(1_100_000L, 1_200_000L);
    }

    @Test
    void aLogThatWasCutIsPlayedUpToThere() {
        byte[] log = log(SESSION);
        byte[] cut = Arrays.copyOf(log, log.length - TtyLog.HEADER - 5);

        assertThat(play(cut, false).bytes.size()).isEqualTo(8);
    }

    private static byte[] log(List<Passed> session) {
        TtyLog format = new TtyLog(BEGUN);
        ByteSink sink = new ByteSink();
        format.begin(sink);
        session.forEach(passed -> format.write(passed, sink));
        format.end(3_000_000_000L, sink);
        ByteBuffer written = sink.take();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    /**
     * Plays a log of records {@code <iLiiLL} of Python's struct: operation, terminal, length, direction, seconds and
     * microseconds. The terminal of the first record is the one that counts, and the direction of the first write is
     * what is shown, the other one if input is wanted.
     */
    private static Played play(byte[] log, boolean input) {
        ByteBuffer records = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        Played played = new Played(new ByteArrayOutputStream(), new ArrayList<>());
        long terminal = 0;
        int shown = 0;
        long before = 0;
        while (records.remaining() >= 24) {
            int operation = records.getInt();
            long ofTerminal = Integer.toUnsignedLong(records.getInt());
            int length = records.getInt();
            int direction = records.getInt();
            long micros =
                    1_000_000 * Integer.toUnsignedLong(records.getInt()) + Integer.toUnsignedLong(records.getInt());
            if (length > records.remaining()) {
                break;
            }
            byte[] data = new byte[length];
            records.get(data);
            terminal = terminal == 0 ? ofTerminal : terminal;
            if (ofTerminal != terminal) {
                continue;
            }
            if (operation == CLOSE) {
                break;
            }
            if (operation != WRITE) {
                continue;
            }
            if (shown == 0) {
                shown = input ? INPUT + OUTPUT - direction : direction;
            }
            if (direction == shown) {
                if (before != 0) {
                    played.pausesMicros.add(micros - before);
                }
                before = micros;
                played.bytes.writeBytes(data);
            }
        }
        return played;
    }

    /**
     * What was seen.
     *
     * @param pausesMicros between writes
     */
    private record Played(ByteArrayOutputStream bytes, List<Long> pausesMicros) {}
}
