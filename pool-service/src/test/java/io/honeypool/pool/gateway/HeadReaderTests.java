package io.honeypool.pool.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTests {

    @Test
    void readsTheHeadAndNothingBehindIt() throws IOException, RefusedException {
        ByteArrayInputStream in = in("A b c\r\nD: e\r\n\r\nSSH-2.0-x\r\n");

        assertThat(new String(HeadReader.read(in), StandardCharsets.US_ASCII)).isEqualTo("A b c\r\nD: e\r\n\r\n");
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("SSH-2.0-x\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\n\n", "A\r\nB\n\r\n", "A\rB\r\n\r\n", "A\r\r\n\r\n"})
    void aLineThatDoesNotEndAsLinesDoIsRefusedAtOnce(String head) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> HeadReader.read(in(head)))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED));
    }

    @Test
    void aHeadWithoutEndIsReadNoFurtherThanTheLimit() {
        ByteArrayInputStream in = in("A".repeat(HeadReader.LONGEST * 2));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> HeadReader.read(in))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_LONG));
        assertThat(in.available()).isEqualTo(HeadReader.LONGEST - 1);
    }

    @Test
    void aPeerThatEndsBeforeIsGone() {
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> HeadReader.read(in("CONNECT x HTTP/1.1\r\n")));
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
