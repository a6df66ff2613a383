package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.fixture.MemorySocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Bytes as they come from the network, up to the first keys and beyond. */
class SshStreamFuzzTests {

    private static final int NEWKEYS = 21;

    @TempDir
    private static Path hostKeys;

    private static FuzzedSensor sensor;

    @BeforeAll
    static void start() {
        sensor = FuzzedSensor.start(hostKeys);
    }

    /**
     * The first byte says in what pieces the others come. Until there are keys, the answer does not depend on that; and
     * a connection leaves nothing but its events behind.
     */
    @FuzzTest
    void bytes(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);

        List<String> whole = converse(bytes, Math.max(1, bytes.length));
        List<String> pieces = converse(bytes, 1 + (input[0] & 0x3f));

        assertThat(pieces).isEqualTo(whole);
    }

    /** What is said in return, packet by packet until there are keys, and then what happened if there were none. */
    private static List<String> converse(byte[] bytes, int piece) {
        MemorySocket socket = sensor.connect();
        for (int at = 0; at < bytes.length; at += piece) {
            socket.receive(new ByteArrayBuffer(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece))));
        }
        boolean cut = socket.isClosed();
        List<HoneypotEvent> events = sensor.end(socket, bytes.length);
        List<String> seen = new ArrayList<>();
        if (!readPackets(socket.sent(), seen)) {
            seen.add(cut ? "closed" : "waits");
            events.forEach(event -> seen.add(event.eventId()));
        }
        return seen;
    }

    /** Whether keys were taken. */
    private static boolean readPackets(byte[] sent, List<String> seen) {
        ByteBuffer in = ByteBuffer.wrap(sent);
        int line = new String(sent, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        seen.add(new String(sent, 0, line, StandardCharsets.US_ASCII));
        in.position(line);
        while (in.remaining() >= 6) {
            int length = in.getInt(in.position());
            if (length < 5 || length > in.remaining() - 4) {
                break;
            }
            int message = in.get(in.position() + 5) & 0xff;
            seen.add("message " + message);
            if (message == NEWKEYS) {
                return true;
            }
            in.position(in.position() + 4 + length);
        }
        if (in.hasRemaining()) {
            seen.add(new String(sent, in.position(), in.remaining(), StandardCharsets.ISO_8859_1));
        }
        return false;
    }
}
