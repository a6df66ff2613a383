package io.honeypool.proxy.relay;

import io.honeypool.proxy.session.Session;

/** Something that reads along with sessions, such as a recorder. One for all sessions; thread-safe. */
public interface Tap {

    /** What it is called in the diagnostic log. */
    String name();

    /** Begins to read along with a session. Must not block. */
    SessionTap watch(Session session);
}
