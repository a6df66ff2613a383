package io.honeypool.proxy.telnet.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Simple;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelnetDecoderTests {

    /** Every kind of thing there is, with everything that could be taken for something else. */
    private static final byte[] STREAM = bytes("a\377\377\r\000\r\n\r"
            + "\377\373\001\377\375\377\377\361"
            + "\377\372\030\000x\377\377term\377\360"
            + "\377\372\377\360"
            + "\377\372\037\000P\377\376\003"
            + "\377\007z\377\372\037\377\372\042\377\360\n");

    private static final List<Object> TOKENS = List.of(
            (byte) 'a',
            (byte) 0xff,
            (byte) '\r',
            (byte) 0,
            (byte) '\r',
            (byte) '\n',
            (byte) '\r',
            new Negotiation(Telnet.WILL, Telnet.ECHO),
            new Negotiation(Telnet.DO, 255),
            new Simple(241),
            Subnegotiation.of(bytes("\030\000x\377term")),
            Subnegotiation.of(),
            new Subnegotiation(bytes("\037\000P"), false, false),
            new Negotiation(Telnet.DONT, Telnet.SGA),
            new Simple(7),
            (byte) 'z',
            new Subnegotiation(bytes("\037"), false, false),
            Subnegotiation.of(bytes("\"")),
            (byte) '\n');

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void piecesOfAnySizeAreTheSameStream(int size) {
        Decoded decoded = Decoded.inPieces(STREAM, size);

        assertThat(decoded.tokens()).isEqualTo(TOKENS);
        assertThat(decoded.again()).isEqualTo(STREAM);
    }

    @Test
    void everyTwoCutsAreTheSameStream() {
        for (int first = 0; first <= STREAM.length; first++) {
            for (int second = first; second <= STREAM.length; second++) {
                Decoded decoded = new Decoded();
                decoded.add(Arrays.copyOfRange(STREAM, 0, first));
                decoded.add(Arrays.copyOfRange(STREAM, first, second));
                decoded.add(Arrays.copyOfRange(STREAM, second, STREAM.length));
                assertThat(decoded.tokens()).isEqualTo(TOKENS);
            }
        }
    }

    @Test
    void anyBytesAreTakenAndLeaveAsTheyCame() {
        Random random = new Random(854);
        for (int round = 0; round < 2_000; round++) {
            byte[] stream = noise(random);
            Decoded whole = Decoded.inPieces(stream, stream.length);
            Decoded pieces = Decoded.inPieces(stream, 1 + random.nextInt(9));

            assertThat(pieces.tokens()).isEqualTo(whole.tokens());
            assertThat(whole.again()).isEqualTo(Arrays.copyOf(stream, whole.again().length));
            assertThat(stream.length - whole.again().length).isLessThan(Decoded.MOST_CONTENT);
        }
    }

    @Test
    void ofALongSubnegotiationOnlyTheBeginningIsKept() {
        byte[] stream = new byte[1 << 20];
        Arrays.fill(stream, (byte) 'x');
        Decoded decoded = new Decoded();
        decoded.add(bytes("\377\372"));
        decoded.add(stream);
        assertThat(decoded.tokens()).isEmpty();
        decoded.add(bytes("\377\360y"));

        assertThat(decoded.tokens())
                .containsExactly(
                        new Subnegotiation(Arrays.copyOf(stream, Decoded.MOST_CONTENT), true, true), (byte) 'y');
    }

    /** Half of it bytes that mean something. */
    private static byte[] noise(Random random) {
        byte[] stream = new byte[1 + random.nextInt(300)];
        IntStream.range(0, stream.length)
                .forEach(i -> stream[i] = (byte) (random.nextBoolean() ? 240 + random.nextInt(16) : random.nextInt()));
        return stream;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
