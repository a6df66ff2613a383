package io.honeypool.proxy.capture;

import io.honeypool.proxy.capture.store.ArtifactStore;
import io.honeypool.proxy.relay.SessionTap;
import io.honeypool.proxy.relay.Tap;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.shipping.Outbox;
import io.honeypool.proxy.state.StateException;
import java.nio.file.Path;

/**
 * Keeps the files that attackers move into their guests and out of them, as artifacts. Looks at what passed on threads
 * of its own. Thread-safe.
 */
public final class FileCapture implements Tap, AutoCloseable {

    private final ArtifactStore store;
    private final Lanes lanes = new Lanes();

    private FileCapture(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Opens the store and starts.
     *
     * @param outbox told of artifacts
     * @throws StateException if the store cannot be used
     */
    public static FileCapture open(Path directory, ArtifactSettings settings, Outbox outbox) {
        return new FileCapture(ArtifactStore.open(
                directory, settings.fileLimit().toBytes(), settings.quota().toBytes(), outbox));
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public SessionTap watch(Session session) {
        return new SessionFiles(store, lanes, session.events());
    }

    /** Bytes that artifacts have, those on their way included. */
    public long usedBytes() {
        return store.used();
    }

    /** Waits, for a bounded time, until all that was seen is kept. */
    @Override
    public void close() {
        lanes.close();
    }
}
