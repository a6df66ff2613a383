package io.honeypool.proxy.telnet.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.util.List;

class TelnetDecoderFuzzTests {

    /**
     * A stream is the same however it is cut, nothing of it is kept beyond the limit, and what is sent on says the
     * same.
     */
    @FuzzTest
    void stream(byte[] stream) {
        Decoded whole = Decoded.inPieces(stream, Math.max(1, stream.length));

        assertThat(Decoded.inPieces(stream, 1).tokens()).isEqualTo(whole.tokens());
        assertThat(Decoded.inPieces(stream, 7).tokens()).isEqualTo(whole.tokens());
        List<Subnegotiation> said = whole.tokens().stream()
                .filter(Subnegotiation.class::isInstance)
                .map(Subnegotiation.class::cast)
                .toList();
        assertThat(said).allSatisfy(one -> assertThat(one.content()).hasSizeLessThanOrEqualTo(Decoded.MOST_CONTENT));
        if (said.stream().noneMatch(Subnegotiation::cut)) {
            assertThat(Decoded.inPieces(whole.again(), 7).tokens()).isEqualTo(whole.tokens());
        }
    }

    /** Variables that are read are sent as what is read again. */
    @FuzzTest
    void variables(byte[] content) {
        Environment.read(Subnegotiation.of(content)).ifPresent(sent -> {
            assertThat(sent.variables()).hasSizeLessThanOrEqualTo(content.length);
            Subnegotiation told = sent.encoded();

            assertThat(Environment.read(told))
                    .hasValueSatisfying(again -> assertThat(again.encoded()).isEqualTo(told));
        });
    }
}
