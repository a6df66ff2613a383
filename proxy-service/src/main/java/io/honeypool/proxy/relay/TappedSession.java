package io.honeypool.proxy.relay;

import io.honeypool.proxy.session.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session with everything that reads along. A tap that fails is left out. Thread-safe. */
public final class TappedSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TappedSession.class);

    private final String session;
    private final List<Watcher> watchers;
    private final Set<TappedChannel> open = new HashSet<>();
    private int started;
    private boolean closed;

    private TappedSession(String session, List<Watcher> watchers) {
        this.session = session;
        this.watchers = watchers;
    }

    static TappedSession of(Session session, List<Tap> taps) {
        return new TappedSession(
                session.id(),
                taps.stream()
                        .map(tap -> new Watcher(tap.name(), tap.watch(session)))
                        .toList());
    }

    /** A session that nothing reads along with. */
    public static TappedSession unwatched() {
        return new TappedSession("", List.of());
    }

    /** One tap of the session. */
    private record Watcher(String name, SessionTap tap) {}

    /** The number that the next channel to start has. */
    public synchronized int nextNumber() {
        return started++;
    }

    /** A channel begins to do something; the channel sees nothing if the session is closed. Never blocks. */
    public TappedChannel open(ChannelStart start, Backlogs backlogs) {
        TappedChannel channel = new TappedChannel(session, this::remove);
        synchronized (this) {
            if (closed) {
                channel.closed(System.nanoTime());
                return channel;
            }
            open.add(channel);
        }
        for (Watcher watcher : watchers) {
            try {
                watcher.tap.opened(start, backlogs).ifPresent(tap -> channel.add(watcher.name, tap));
            } catch (RuntimeException e) {
                log.error("Session {}: {} does not read along", session, watcher.name, e);
            }
        }
        return channel;
    }

    /** Closes what is open, and waits until all that was seen is kept. */
    @Override
    public void close() {
        List<TappedChannel> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open);
        }
        long now = System.nanoTime();
        left.forEach(channel -> channel.closed(now));
        for (Watcher watcher : watchers) {
            try {
                watcher.tap.close();
            } catch (RuntimeException e) {
                log.error("Session {}: {} did not finish", session, watcher.name, e);
            }
        }
    }

    private synchronized void remove(TappedChannel channel) {
        open.remove(channel);
    }
}
