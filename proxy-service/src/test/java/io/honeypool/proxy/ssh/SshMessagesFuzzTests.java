package io.honeypool.proxy.ssh;

import static io.honeypool.proxy.fixture.RawSsh.join;
import static io.honeypool.proxy.fixture.RawSsh.packet;
import static io.honeypool.proxy.fixture.RawSsh.payload;
import static io.honeypool.proxy.fixture.RawSsh.string;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.LoginEvent;
import io.honeypool.proxy.fixture.MemorySocket;
import io.honeypool.proxy.fixture.Messages;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages after the first keys, in each phase. An input is a list of messages, each behind its length in two bytes;
 * the last one has what is left.
 */
class SshMessagesFuzzTests {

    private static final byte[] SERVICE = packet(payload(5, string("ssh-userauth")));
    private static final byte[] LOGIN = packet(payload(
            50,
            string("root"),
            string("ssh-connection"),
            string("password"),
            new byte[1],
            string(FuzzedSensor.PASSWORD)));

    @TempDir
    private static Path hostKeys;

    private static FuzzedSensor sensor;

    @BeforeAll
    static void start() {
        sensor = FuzzedSensor.startInTheClear(hostKeys, true);
    }

    /** Before a service is asked for. */
    @FuzzTest
    void beforeService(byte[] input) {
        play(FuzzedSensor.exchangeKeys(false), input);
    }

    /** After a key exchange that was strict, and before a login. */
    @FuzzTest
    void beforeLogin(byte[] input) {
        List<HoneypotEvent> events = play(join(FuzzedSensor.exchangeKeys(true), SERVICE), input);

        long succeeded = FuzzedSensor.count(events, HoneypotEvent.LoginSucceeded.class)
                + FuzzedSensor.count(events, LoginEvent.KeySucceeded.class);
        assertThat(succeeded).isLessThanOrEqualTo(1);
        assertThat(FuzzedSensor.count(events, HoneypotEvent.LoginFailed.class)).isLessThanOrEqualTo(7);
    }

    /** After a login. */
    @FuzzTest
    void afterLogin(byte[] input) {
        List<HoneypotEvent> events = play(join(FuzzedSensor.exchangeKeys(false), SERVICE, LOGIN), input);

        assertThat(FuzzedSensor.count(events, HoneypotEvent.LoginSucceeded.class))
                .isOne();
        assertThat(FuzzedSensor.count(events, HoneypotEvent.SessionLimited.class))
                .isLessThanOrEqualTo(1);
    }

    private static List<HoneypotEvent> play(byte[] opening, byte[] input) {
        MemorySocket socket = sensor.connect();
        socket.receive(new ByteArrayBuffer(opening));
        assertThat(socket.isClosed()).as("after the opening").isFalse();
        Messages messages = new Messages(input);
        int received = opening.length;
        while (messages.hasNext() && !socket.isClosed()) {
            byte[] packet = packet(messages.next());
            received += packet.length;
            socket.receive(new ByteArrayBuffer(packet));
        }
        return sensor.end(socket, received);
    }
}
