package io.honeypool.pool.kept;

import io.honeypool.pool.owner.Ownership;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;

/** All kept overlays there are and were, of every pool service. */
@Service
public class KeptOverlays {

    private final KeptRows rows;
    private final KeptSteps steps;
    private final Ownership self;

    KeptOverlays(KeptRows rows, KeptSteps steps, Ownership self) {
        this.rows = rows;
        this.steps = steps;
        this.self = self;
    }

    /** One page of those that the filter lets through, the newest first. */
    public Page<KeptOverlay> list(KeptFilter filter, Pageable page) {
        return new PageImpl<>(rows.page(filter, page.getPageSize(), page.getOffset()), page, rows.count(filter));
    }

    /** A kept overlay by its id. */
    public Optional<KeptOverlay> find(UUID id) {
        return rows.find(id);
    }

    /** Has one removed by the pool service that owns it; it is done with one that is removed. */
    public void remove(UUID id) {
        steps.remove(id, RemovalReason.OPERATOR);
    }

    /** What this pool service keeps. */
    public KeptTotal total() {
        return rows.total(self.name());
    }

    /** Whether the file is on the host of this pool service. */
    public boolean isHere(KeptOverlay overlay) {
        return overlay.owner().equals(self.name());
    }
}
