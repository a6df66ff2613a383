package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of the connection protocol that no honest client sends: the sensor answers each as sshd does. */
class ConnectionProtocolIT {

    @TempDir
    private static Path directory;

    private static RealSshd guest;
    private static RunningSensor sensor;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("guest"));
        sensor = RunningSensor.start(directory.resolve("sensor"), guest.asBackend("root"));
    }

    @AfterAll
    static void stop() {
        sensor.close();
        guest.close();
    }

    static Stream<Said> said() {
        return Stream.of(
                new Said("data of no channel", 94, b -> number(b, 5).putString("x")),
                new Said("extended data of no channel", 95, b -> number(b, 5, 1).putString("x")),
                new Said("end of data of no channel", 96, b -> number(b, 5)),
                new Said("close of no channel", 97, b -> number(b, 5)),
                new Said("request of no channel", 98, b -> {
                    number(b, 5).putString("exec");
                    b.putBoolean(true);
                    b.putString("id");
                }),
                new Said("window of no channel", 93, b -> number(b, 5, 1000)),
                new Said("success of no channel", 99, b -> number(b, 5)),
                new Said("failure of no channel", 100, b -> number(b, 5)),
                new Said("confirmation of no channel", 91, b -> number(b, 5, 5, 5, 5)),
                new Said("failure to open no channel", 92, b -> {
                    number(b, 5, 5).putString("");
                    b.putString("");
                }),
                new Said(
                        "data of a channel beyond numbers",
                        94,
                        b -> number(b, 0xffff_fff0L).putString("x")),
                new Said("an answer that nobody asked for", 81, b -> {}),
                new Said("a channel of an unknown type", 90, b -> {
                    b.putString("tea@example.org");
                    number(b, 7, 100_000, 32_768);
                }),
                new Said("an unknown global request", 80, b -> {
                    b.putString("tea@example.org");
                    b.putBoolean(true);
                }),
                new Said("half an opening", 90, b -> number(b, 70_000)));
    }

    @ParameterizedTest
    @MethodSource("said")
    void itIsAnsweredAsSshdAnswersIt(Said said) throws IOException {
        try (RawClient through = new RawClient(sensor.port(), "root", RunningSensor.PASSWORD);
                RawClient direct = new RawClient(guest.port(), "root", RealSshd.PASSWORD)) {
            through.say((byte) said.command, said.body);
            direct.say((byte) said.command, said.body);

            List<String> expected = direct.hear();
            assertThat(through.hear()).isEqualTo(expected);
        }
    }

    @Test
    void aClientNeedNotWaitForItsChannel() throws IOException {
        try (RawClient through = new RawClient(sensor.port(), "root", RunningSensor.PASSWORD);
                RawClient direct = new RawClient(guest.port(), "root", RealSshd.PASSWORD)) {
            sayWithoutWaiting(through);
            sayWithoutWaiting(direct);

            List<String> expected = direct.hear();
            assertThat(expected).as("two channels, and an answer for each").hasSize(5);
            assertThat(through.hear()).isEqualTo(expected);
        }
    }

    /** Two channels by the numbers that they will have, and a request that sshd refuses for each. */
    private static void sayWithoutWaiting(RawClient client) throws IOException {
        for (int channel = 0; channel < 2; channel++) {
            long number = channel;
            client.say(SshConstants.SSH_MSG_CHANNEL_OPEN, b -> {
                b.putString("session");
                number(b, 7 + number, 100_000, 32_768);
            });
            client.say(SshConstants.SSH_MSG_CHANNEL_REQUEST, b -> {
                number(b, number).putString("tea@example.org");
                b.putBoolean(true);
            });
        }
    }

    @Test
    void whatIsSaidOfAChannelThatIsRefusedEndsTheConnection() throws IOException {
        try (RawClient through = new RawClient(sensor.port(), "root", RunningSensor.PASSWORD);
                RawClient direct = new RawClient(guest.port(), "root", RealSshd.PASSWORD)) {
            for (RawClient client : List.of(through, direct)) {
                client.say(SshConstants.SSH_MSG_CHANNEL_OPEN, b -> {
                    b.putString("tea@example.org");
                    number(b, 7, 100_000, 32_768);
                });
                client.say(SshConstants.SSH_MSG_CHANNEL_EOF, b -> number(b, 0));
            }

            List<String> expected = direct.hear();
            assertThat(expected).last().asString().startsWith("disconnect");
            assertThat(through.hear()).isEqualTo(expected);
        }
    }

    @Test
    void tenThousandOpeningsAreAnsweredAndHarmNobody() throws IOException {
        try (RawClient through = new RawClient(sensor.port(), "root", RunningSensor.PASSWORD)) {
            for (int i = 0; i < 10_000; i++) {
                long number = i;
                through.say(SshConstants.SSH_MSG_CHANNEL_OPEN, b -> {
                    b.putString("session");
                    number(b, number, 100_000, 32_768);
                });
            }
            await().until(() -> through.heard("9") == 10_000);

            assertThat(through.heard("91 "))
                    .as("sessions, as many as the guest has")
                    .isEqualTo(10);
            assertThat(through.heard("92 ")).as("refusals").isEqualTo(9_990);
        }
    }

    private static Buffer number(Buffer body, long... numbers) {
        for (long number : numbers) {
            body.putUInt(number);
        }
        return body;
    }

    /** A message. */
    record Said(String what, int command, Consumer<Buffer> body) {
        @Override
        public String toString() {
            return what;
        }
    }
}
