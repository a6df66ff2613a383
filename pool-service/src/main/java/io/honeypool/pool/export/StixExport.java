package io.honeypool.pool.export;

import io.honeypool.pool.evidence.EventArchive;
import io.honeypool.pool.evidence.EventFilter;
import io.honeypool.pool.evidence.Position;
import io.honeypool.pool.evidence.Slice;
import io.honeypool.pool.evidence.StoredEvent;
import io.honeypool.pool.evidence.StoredSession;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes sessions as a STIX 2.1 bundle, one observed-data object each. Reads a page at a time, and holds no transaction
 * while it writes, as callers are as slow as they like. Thread-safe.
 */
@Component
public class StixExport {

    private static final int PAGE = 200;

    /** What one observed-data object refers to at most; the first that were seen. */
    private static final int MOST_REFERENCES = 1_000;

    /** Objects that are not written again if they are seen again; those of longer ago are, with the same id. */
    private static final int REMEMBERED = 20_000;

    private final EventArchive archive;
    private final StixObject.Identity teller;

    StixExport(EventArchive archive, HoneypoolSettings settings) {
        this.archive = archive;
        this.teller = StixTranslation.identity(settings.pool().name());
    }

    /**
     * Writes a bundle of the sessions that a filter lets through.
     *
     * @throws tools.jackson.core.JacksonException if it cannot be written
     * @throws org.springframework.dao.DataAccessException if they cannot be read; what was written then has no end
     */
    public void write(EventFilter filter, OutputStream out) {
        JsonGenerator json = JsonMapper.shared().createGenerator(out);
        json.writeStartObject();
        json.writeStringProperty("type", "bundle");
        json.writeStringProperty("id", "bundle--" + UUID.randomUUID());
        json.writeName("objects");
        json.writeStartArray();
        json.writePOJO(teller);
        Writing writing = new Writing(json);
        Pages.each(wanted -> archive.sessions(filter, wanted), PAGE, writing::session);
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }

    private Slice<StoredEvent> pageOf(StoredSession session, @Nullable Position after) {
        return archive.events(EventFilter.of(session), new Slice.Wanted(Optional.ofNullable(after), PAGE));
    }

    private static @Nullable StoredEvent connectOf(Slice<StoredEvent> page) {
        return page.items().stream()
                .filter(event -> event.type().equals("cowrie.session.connect"))
                .findFirst()
                .orElse(null);
    }

    /** One bundle being written. */
    private final class Writing {

        private final JsonGenerator json;
        private final Map<String, Boolean> written = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };

        private Writing(JsonGenerator json) {
            this.json = json;
        }

        private void session(StoredSession session) {
            Set<String> seen = new LinkedHashSet<>();
            Slice<StoredEvent> page = pageOf(session, null);
            see(StixTranslation.address(session), seen);
            see(StixTranslation.traffic(session, connectOf(page)), seen);
            page.items().forEach(event -> seeWhatIsTold(event, seen));
            for (Position next = page.next(); next != null && seen.size() < MOST_REFERENCES; next = page.next()) {
                page = pageOf(session, next);
                page.items().forEach(event -> seeWhatIsTold(event, seen));
            }
            json.writePOJO(StixTranslation.observed(session, teller, new ArrayList<>(seen)));
        }

        private void seeWhatIsTold(StoredEvent event, Set<String> seen) {
            StixTranslation.told(event).ifPresent(object -> see(object, seen));
        }

        private void see(StixObject object, Set<String> seen) {
            if (seen.size() < MOST_REFERENCES && seen.add(object.id()) && written.put(object.id(), true) == null) {
                json.writePOJO(object);
            }
        }
    }
}
