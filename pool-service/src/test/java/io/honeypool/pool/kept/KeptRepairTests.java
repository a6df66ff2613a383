package io.honeypool.pool.kept;

import static io.honeypool.pool.kept.KeptState.KEEPING;
import static io.honeypool.pool.kept.KeptState.KEPT;
import static io.honeypool.pool.kept.KeptState.REMOVED;
import static io.honeypool.pool.kept.KeptState.REMOVING;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptRepairTests {

    private static final UUID ID = UUID.randomUUID();
    private static final UUID GUEST = UUID.randomUUID();

    @Test
    void whatAgreesStaysAsItIs() {
        assertThat(plan(row(KEPT, null), true)).isEmpty();
        assertThat(plan(row(REMOVED, RemovalReason.OPERATOR), false)).isEmpty();
        assertThat(plan(row(REMOVED, RemovalReason.LOST), false)).isEmpty();
    }

    @Test
    void whatItsGuestsRemovalIsStillAtIsLeftToIt() {
        assertThat(KeptRepair.plan(List.of(row(KEEPING, null)), Set.of(), Set.of(GUEST)))
                .isEmpty();
        assertThat(KeptRepair.plan(List.of(row(KEEPING, null)), Set.of(ID), Set.of(GUEST)))
                .isEmpty();
    }

    @Test
    void whatNobodyIsAtIsSettledByTheFile() {
        assertThat(plan(row(KEEPING, null), true)).containsExactly(new KeptRepair.Finish(ID));
        assertThat(plan(row(KEEPING, null), false)).containsExactly(new KeptRepair.Lose(ID));
    }

    @Test
    void aFileThatIsGoneIsLostAndOneThatIsThereAgainIsFound() {
        assertThat(plan(row(KEPT, null), false)).containsExactly(new KeptRepair.Lose(ID));
        assertThat(plan(row(REMOVED, RemovalReason.LOST), true)).containsExactly(new KeptRepair.Find(ID));
    }

    @Test
    void whatIsToGoGoesWhetherOrNotItIsThere() {
        assertThat(plan(row(REMOVING, RemovalReason.QUOTA), true)).containsExactly(new KeptRepair.Remove(ID));
        assertThat(plan(row(REMOVING, RemovalReason.QUOTA), false)).containsExactly(new KeptRepair.Remove(ID));
        assertThat(plan(row(REMOVED, RemovalReason.QUOTA), true)).containsExactly(new KeptRepair.Remove(ID));
    }

    @Test
    void aFileWithoutRowIsAdopted() {
        assertThat(KeptRepair.plan(List.of(), Set.of(ID), Set.of())).containsExactly(new KeptRepair.Adopt(ID));
    }

    private static List<KeptRepair> plan(KeptOverlay row, boolean there) {
        return KeptRepair.plan(List.of(row), there ? Set.of(ID) : Set.of(), Set.of());
    }

    private static KeptOverlay row(KeptState state, @Nullable RemovalReason reason) {
        return new KeptOverlay(
                ID,
                "pool",
                new KeptOverlay.Origin(GUEST, "hp-pool-1", "default", "debian-12", "1"),
                state,
                1,
                Path.of("/base"),
                Instant.EPOCH,
                reason == null ? null : new KeptOverlay.Removal(reason, Instant.EPOCH),
                List.of());
    }
}
