package io.honeypool.proxy.ssh.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.session.ProxyHeader;
import java.util.Arrays;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

class ProxyHeaderFuzzTests {

    /** A header is judged once, by its own bytes alone, within a bound, and what follows it is left. */
    @FuzzTest
    void header(byte[] bytes) {
        ProxyHeader whole = arrive(bytes, bytes.length);

        assertThat(arrive(bytes, 1)).isEqualTo(whole);
        assertThat(arrive(bytes, 7)).isEqualTo(whole);
        switch (whole) {
            case ProxyHeader.Incomplete() -> assertThat(bytes).hasSizeLessThan(ProxyHeader.LONGEST);
            case ProxyHeader.Invalid() -> {}
            case ProxyHeader.Local(int length) -> checkLength(bytes, length);
            case ProxyHeader.Proxied proxied -> {
                checkLength(bytes, proxied.length());
                assertThat(proxied.source().isUnresolved()).isFalse();
                assertThat(proxied.destination().isUnresolved()).isFalse();
                assertThat(ProxyHeader.read(Arrays.copyOf(bytes, proxied.length())))
                        .isEqualTo(proxied);
            }
        }
    }

    private static void checkLength(byte[] bytes, int length) {
        assertThat(length).isBetween(1, Math.min(bytes.length, ProxyHeader.LONGEST));
        Arrival arrival = new Arrival();
        arrival.add(new ByteArrayBuffer(bytes));
        Buffer rest = arrival.after(length);
        assertThat(rest.getCompactData()).isEqualTo(Arrays.copyOfRange(bytes, length, bytes.length));
    }

    /** What the bytes are taken for when they come in pieces, at the first piece that tells. */
    private static ProxyHeader arrive(byte[] bytes, int piece) {
        Arrival arrival = new Arrival();
        ProxyHeader header = new ProxyHeader.Incomplete();
        for (int at = 0; at < bytes.length && header instanceof ProxyHeader.Incomplete; at += piece) {
            header =
                    arrival.add(new ByteArrayBuffer(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece))));
        }
        return header;
    }
}
