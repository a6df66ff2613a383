package io.honeypool.pool.provisioning;

import io.honeypool.pool.owner.Ownership;
import java.io.IOException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Rounds of the reconciler, each on behalf of what this service owned when it began. */
@Component
class OwnedRounds {

    private final PoolReconciler reconciler;
    private final Ownership ownership;

    OwnedRounds(PoolReconciler reconciler, Ownership ownership) {
        this.reconciler = reconciler;
        this.ownership = ownership;
    }

    /**
     * One round. After the first one the rows agree with the host, and the READY guests may be handed out.
     *
     * @param again wants to be called when a piece of work has ended, from any thread
     * @return what was seen at its beginning
     */
    PoolSnapshot reconcile(Runnable again) throws IOException {
        UUID incarnation = ownership.incarnation();
        PoolSnapshot seen = reconciler.reconcile(again);
        ownership.reconciled(incarnation);
        return seen;
    }
}
