package io.honeypool.pool.evidence;

import io.honeypool.pool.evidence.Slice.Wanted;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Recordings as events tell of them: two events each, which a sensor sends one after the other. Thread-safe. */
@Component
public class Recordings {

    private static final Duration APART = Duration.ofMinutes(1);

    private final EventArchive archive;

    Recordings(EventArchive archive) {
        this.archive = archive;
    }

    /** Recordings in the order of their ends. */
    public Slice<StoredRecording> list(EventFilter filter, Wanted wanted) {
        Slice<StoredEvent> logs = archive.events(filter.withType("cowrie.log.closed"), wanted);
        Map<String, StoredEvent> recordings = recordingsOf(logs.items());
        return logs.map(log -> new StoredRecording(log, recordings.get(key(log, log.text("ttylog")))));
    }

    private Map<String, StoredEvent> recordingsOf(List<StoredEvent> logs) {
        Map<String, StoredEvent> found = new HashMap<>();
        if (!logs.isEmpty()) {
            EventFilter near = new EventFilter(
                    Optional.of(logs.getFirst().occurredAt().minus(APART)),
                    Optional.of(logs.getLast().occurredAt().plus(APART)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("honeypool.recording.closed"));
            archive.inSessionsOf(logs, near)
                    .forEach(recording -> found.putIfAbsent(key(recording, recording.text("file")), recording));
        }
        return found;
    }

    /** One recording may be several files, told apart by what follows a dot. */
    private static String key(StoredEvent event, @Nullable String file) {
        String name = file == null ? "" : file;
        int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
        return event.sensor() + " " + event.session() + " " + (dot < 0 ? name : name.substring(0, dot));
    }
}
