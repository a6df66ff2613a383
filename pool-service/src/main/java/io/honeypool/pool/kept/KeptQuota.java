package io.honeypool.pool.kept;

import java.util.ArrayList;
import java.util.List;

/** Decides which kept overlays make way; pure. */
final class KeptQuota {

    private KeptQuota() {}

    /** The oldest ones, as many as have to go for the rest to be within the quota. */
    static List<KeptOverlay> excess(List<KeptOverlay> oldestFirst, long quota) {
        long left = oldestFirst.stream().mapToLong(KeptOverlay::bytes).sum();
        List<KeptOverlay> going = new ArrayList<>();
        for (KeptOverlay overlay : oldestFirst) {
            if (left <= quota) {
                break;
            }
            left -= overlay.bytes();
            going.add(overlay);
        }
        return going;
    }
}
