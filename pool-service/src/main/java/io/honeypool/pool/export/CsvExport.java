package io.honeypool.pool.export;

import io.honeypool.pool.evidence.Artifact;
import io.honeypool.pool.evidence.Credential;
import io.honeypool.pool.evidence.EventArchive;
import io.honeypool.pool.evidence.EventFilter;
import io.honeypool.pool.evidence.EvidenceSums;
import io.honeypool.pool.evidence.Slice;
import io.honeypool.pool.evidence.StoredEvent;
import io.honeypool.pool.evidence.StoredSession;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes evidence as CSV (RFC 4180, UTF-8, with a header). A cell that a spreadsheet would run as a formula begins with
 * an apostrophe. Reads a page at a time, and holds no transaction while it writes. Thread-safe.
 */
@Component
public class CsvExport {

    private static final int PAGE = 500;
    private static final String FORMULA = "=+-@\t\r\n|";
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private static final List<String> EVENT = List.of(
            "time",
            "sensor",
            "session",
            "protocol",
            "source_address",
            "source_port",
            "type",
            "username",
            "password",
            "input",
            "filename",
            "destfile",
            "sha256",
            "size",
            "url",
            "version",
            "hassh",
            "fingerprint",
            "lease",
            "message");
    private static final List<String> SESSION = List.of(
            "session",
            "sensor",
            "protocol",
            "source_address",
            "started_at",
            "last_at",
            "ended_at",
            "events",
            "logins",
            "commands",
            "lease");
    private static final List<String> CREDENTIAL =
            List.of("username", "password", "attempts", "accepted", "first_seen", "last_seen", "sources");
    private static final List<String> ARTIFACT =
            List.of("sha256", "size", "media_type", "names", "times", "first_seen", "last_seen", "sessions");

    private final EventArchive archive;
    private final EvidenceSums sums;

    CsvExport(EventArchive archive, EvidenceSums sums) {
        this.archive = archive;
        this.sums = sums;
    }

    /** What is exported. */
    public enum Table {
        EVENTS,
        SESSIONS,
        CREDENTIALS,
        ARTIFACTS
    }

    /**
     * Writes a table.
     *
     * @throws IOException if it cannot be written
     * @throws org.springframework.dao.DataAccessException if it cannot be read; what was written then is not all
     */
    public void write(Table table, EventFilter filter, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CSVPrinter csv = new CSVPrinter(writer, FORMAT);
        switch (table) {
            case EVENTS -> rows(csv, EVENT, wanted -> archive.events(filter, wanted), CsvExport::event);
            case SESSIONS -> rows(csv, SESSION, wanted -> archive.sessions(filter, wanted), CsvExport::session);
            case CREDENTIALS ->
                rows(csv, CREDENTIAL, wanted -> sums.credentials(filter, wanted), CsvExport::credential);
            case ARTIFACTS -> rows(csv, ARTIFACT, wanted -> sums.artifacts(filter, wanted), CsvExport::artifact);
        }
        csv.flush();
    }

    private static <T> void rows(
            CSVPrinter csv, List<String> header, Function<Slice.Wanted, Slice<T>> list, Function<T, Object[]> row)
            throws IOException {
        csv.printRecord(header);
        Pages.each(list, PAGE, item -> {
            for (Object cell : row.apply(item)) {
                csv.print(cell instanceof String text ? harmless(text) : cell);
            }
            csv.println();
        });
    }

    /** What no spreadsheet takes for a formula. */
    static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static Object[] event(StoredEvent event) {
        return cells(
                event.occurredAt(),
                event.sensor(),
                event.session(),
                event.text("protocol"),
                event.source(),
                event.number("src_port"),
                event.type(),
                event.text("username"),
                event.text("password"),
                event.text("input"),
                event.text("filename"),
                event.text("destfile"),
                event.text("shasum"),
                event.number("size"),
                event.text("url"),
                event.text("version"),
                event.text("hassh"),
                event.text("fingerprint"),
                event.text("lease"),
                event.text("message"));
    }

    private static Object[] session(StoredSession session) {
        return cells(
                session.session(),
                session.sensor(),
                session.protocol(),
                session.sourceAddress(),
                session.startedAt(),
                session.lastAt(),
                session.endedAt(),
                session.events(),
                session.logins(),
                session.commands(),
                session.leaseId());
    }

    private static Object[] credential(Credential credential) {
        return cells(
                credential.username(),
                credential.password(),
                credential.attempts(),
                credential.accepted(),
                credential.firstSeen(),
                credential.lastSeen(),
                credential.sources());
    }

    private static Object[] artifact(Artifact artifact) {
        return cells(
                artifact.sha256(),
                artifact.size(),
                artifact.mediaType(),
                String.join(" ", artifact.names()),
                artifact.times(),
                artifact.firstSeen(),
                artifact.lastSeen(),
                artifact.sessions());
    }

    /** Null is an empty cell. */
    private static Object[] cells(@Nullable Object... cells) {
        Object[] filled = new Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            filled[i] = cell == null ? "" : cell;
        }
        return filled;
    }
}
