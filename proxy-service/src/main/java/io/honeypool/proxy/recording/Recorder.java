package io.honeypool.proxy.recording;

import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.RecordingEvent;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.ChannelTap;
import io.honeypool.proxy.relay.SessionTap;
import io.honeypool.proxy.relay.Tap;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.shipping.Outbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records every shell, command and Telnet session. Thread-safe. */
public final class Recorder implements Tap, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    /** How long a session waits for its recordings to be on disk before its last event. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RecordingSettings settings;
    private final RecordingStore store;
    private final RecordingDesk desk;

    private Recorder(RecordingSettings settings, RecordingStore store, RecordingDesk desk) {
        this.settings = settings;
        this.store = store;
        this.desk = desk;
    }

    /**
     * Finishes what a crash left, and is ready to record.
     *
     * @param root where recordings are
     * @param events told of what is finished now
     * @param outbox told of what is compressed
     * @throws io.honeypool.proxy.state.StateException if recordings cannot be written there
     */
    public static Recorder open(
            RecordingSettings settings, Path root, EventDispatcher events, RecordingObserver observer, Outbox outbox) {
        RecordingStore store = RecordingStore.open(root, settings, observer, outbox);
        new RecordingRepair(store, events).run();
        store.start();
        return new Recorder(settings, store, new RecordingDesk(observer));
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public SessionTap watch(Session session) {
        return new SessionRecorder(session);
    }

    /** Waits, for a bounded time, until everything is on disk. */
    @Override
    public void close() {
        desk.close();
        store.close();
    }

    /** The recordings of one session. */
    private final class SessionRecorder implements SessionTap {

        private final Session session;
        private int open;

        SessionRecorder(Session session) {
            this.session = session;
        }

        @Override
        public Optional<ChannelTap> opened(ChannelStart start, Backlogs backlogs) {
            if (!settings.enabled() || start.kind() == ChannelStart.Kind.SUBSYSTEM) {
                return Optional.empty();
            }
            RecordingHeader header = RecordingHeader.of(session.events().identity(), start);
            List<RecordingFormat> formats = new ArrayList<>();
            formats.add(new Asciicast(header.line(start)));
            if (settings.ttyLog()) {
                formats.add(new TtyLog(start.begun()));
            }
            long limit = settings.limit().toBytes() == 0
                    ? Long.MAX_VALUE
                    : settings.limit().toBytes();
            RecordingWriter writer = new RecordingWriter(
                    store, header, formats, limit, event -> session.events().record(event), desk.sink());
            Recording recording = new Recording(desk, writer, backlogs, start.nanos(), this::finished);
            synchronized (this) {
                open++;
            }
            desk.opened(recording);
            String name = store.nameOf(header, formats.getLast().suffix());
            session.events().record(new RecordingEvent.LogOpened(name));
            return Optional.of(recording);
        }

        private void finished(Recording recording) {
            desk.closed(recording);
            synchronized (this) {
                open--;
                notifyAll();
            }
        }

        @Override
        public synchronized void close() {
            long end = System.nanoTime() + PATIENCE.toNanos();
            try {
                while (open > 0) {
                    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                    if (left <= 0) {
                        log.warn("Session {}: {} recordings are not on disk yet", session.id(), open);
                        return;
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
