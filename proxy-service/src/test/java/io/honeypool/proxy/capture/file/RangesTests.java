package io.honeypool.proxy.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTests {

    @Test
    void isWholeIfAndOnlyIfEveryByteUpToTheLastIsKnown() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            Ranges ranges = new Ranges();
            BitSet known = new BitSet();
            for (int i = random.nextInt(9); i > 0; i--) {
                int from = random.nextInt(20);
                int to = from + random.nextInt(9);
                ranges.add(from, to);
                known.set(from, to);
            }
            assertThat(ranges.isWhole()).as(known.toString()).isEqualTo(known.nextClearBit(0) >= known.length());
        }
    }

    @Test
    void oddNumbersAreNothing() {
        Ranges ranges = new Ranges();
        ranges.add(-5, 3);
        ranges.add(Long.MAX_VALUE - 1, Long.MIN_VALUE);

        assertThat(ranges.isWhole()).isTrue();
    }

    @Test
    void tooManyGapsAreNotWholeForEver() {
        Ranges ranges = new Ranges();
        for (long i = 1; i < 2_000; i++) {
            ranges.add(2 * i, 2 * i + 1);
        }
        ranges.add(0, 4_000);

        assertThat(ranges.isWhole()).isFalse();
    }
}
