package io.honeypool.proxy.relay;

import io.honeypool.proxy.session.Session;
import java.util.List;

/** Everything that reads along with sessions. Thread-safe. */
public final class Taps {

    /** Nothing reads along. */
    public static final Taps NONE = new Taps(List.of());

    private final List<Tap> taps;

    public Taps(List<Tap> taps) {
        this.taps = List.copyOf(taps);
    }

    /**
     * Begins to read along with a session. To be called before the session's connection is attached to it: what is
     * attached later is closed first, and nothing passes any more when the taps are closed.
     */
    public TappedSession watch(Session session) {
        TappedSession tapped = TappedSession.of(session, taps);
        session.attach(tapped);
        return tapped;
    }
}
