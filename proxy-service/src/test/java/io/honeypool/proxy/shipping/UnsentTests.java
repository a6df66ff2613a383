package io.honeypool.proxy.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnsentTests {

    private final Unsent unsent = new Unsent(3);

    @Test
    void theOldestComesFirstHoweverItWasFound() throws InterruptedException {
        unsent.found(file(5));
        unsent.added(file(9));
        unsent.found(file(1));

        assertThat(all()).containsExactly(1L, 5L, 9L);
        assertThat(unsent.await(0)).isEmpty();
    }

    @Test
    void whatIsFoundTwiceWaitsOnce() {
        unsent.added(file(5));
        unsent.found(file(5));

        assertThat(unsent.size()).isEqualTo(1);
    }

    @Test
    void ofVeryManyTheOldestAreKnown() throws InterruptedException {
        unsent.looking();
        for (long millis : new long[] {7, 3, 9, 1, 8, 2}) {
            unsent.found(file(millis));
        }

        assertThat(all()).containsExactly(1L, 2L, 3L);
    }

    /** Or it would go before those that were left out. */
    @Test
    void whatIsNewWaitsForThoseThatWereLeftOut() throws InterruptedException {
        for (long millis = 1; millis <= 4; millis++) {
            unsent.found(file(millis));
        }
        unsent.done(file(1));
        unsent.added(file(100));
        assertThat(all()).containsExactly(2L, 3L);
        assertThat(unsent.await(Long.MAX_VALUE / 2))
                .as("does not wait, for others are there to be looked for")
                .isEmpty();

        unsent.looking();
        unsent.found(file(100));
        unsent.found(file(4));

        assertThat(all()).containsExactly(4L, 100L);
    }

    private List<Long> all() throws InterruptedException {
        List<Long> all = new ArrayList<>();
        while (unsent.size() > 0) {
            Optional<Unsent.Waiting> next = unsent.await(0);
            all.add(next.orElseThrow().millis());
            unsent.done(next.orElseThrow());
        }
        return all;
    }

    private static Unsent.Waiting file(long millis) {
        return new Unsent.Waiting(new Evidence(EvidenceKind.ARTIFACT, Path.of("file-" + millis)), millis);
    }
}
