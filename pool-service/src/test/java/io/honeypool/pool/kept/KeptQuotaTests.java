package io.honeypool.pool.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeptQuotaTests {

    private final KeptOverlay oldest = kept(30);
    private final KeptOverlay middle = kept(50);
    private final KeptOverlay newest = kept(20);
    private final List<KeptOverlay> all = List.of(oldest, middle, newest);

    @Test
    void nothingGoesWithinTheQuota() {
        assertThat(KeptQuota.excess(all, 100)).isEmpty();
        assertThat(KeptQuota.excess(List.of(), 0)).isEmpty();
    }

    @Test
    void theOldestGoAsManyAsHaveTo() {
        assertThat(KeptQuota.excess(all, 99)).containsExactly(oldest);
        assertThat(KeptQuota.excess(all, 69)).containsExactly(oldest, middle);
        assertThat(KeptQuota.excess(all, 0)).isEqualTo(all);
    }

    private static KeptOverlay kept(long bytes) {
        return new KeptOverlay(
                UUID.randomUUID(),
                "pool",
                null,
                KeptState.KEPT,
                bytes,
                Path.of("/base"),
                Instant.EPOCH,
                null,
                List.of());
    }
}
