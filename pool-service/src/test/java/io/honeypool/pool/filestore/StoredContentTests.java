package io.honeypool.pool.filestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredContentTests {

    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LIMIT = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant YOUNG = Instant.parse("2026-01-03T00:00:00Z");

    private final StoredContent old = content("a", OLD);
    private final StoredContent young = content("b", YOUNG);
    private final StoredContent youngest = content("c", YOUNG.plusSeconds(1));

    @Test
    void withinQuotaOnlyTheOldMakeWay() {
        assertThat(StoredContent.excess(List.of(old, young, youngest), 300, 300, LIMIT))
                .containsExactly(old);
        assertThat(StoredContent.excess(List.of(young, youngest), 200, 200, LIMIT))
                .isEmpty();
    }

    @Test
    void aboveQuotaTheOldestMakeWayUntilTheRestFits() {
        assertThat(StoredContent.excess(List.of(young, youngest), 200, 199, LIMIT))
                .containsExactly(young);
        assertThat(StoredContent.excess(List.of(young, youngest), 200, 0, LIMIT))
                .containsExactly(young, youngest);
    }

    @Test
    void whatIsNotListedCounts() {
        assertThat(StoredContent.excess(List.of(young, youngest), 1_000, 500, LIMIT))
                .containsExactly(young, youngest);
    }

    private static StoredContent content(String name, Instant seenAt) {
        return new StoredContent(name, 100, seenAt, true);
    }
}
