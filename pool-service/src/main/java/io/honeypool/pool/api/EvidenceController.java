package io.honeypool.pool.api;

import io.honeypool.pool.evidence.Artifact;
import io.honeypool.pool.evidence.Credential;
import io.honeypool.pool.evidence.EventArchive;
import io.honeypool.pool.evidence.EvidenceSums;
import io.honeypool.pool.evidence.Recordings;
import io.honeypool.pool.evidence.StoredEvent;
import io.honeypool.pool.evidence.StoredRecording;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What attackers tried, typed and moved, for people. */
@RestController
@RequestMapping("/api/v1")
class EvidenceController {

    private final EventArchive archive;
    private final EvidenceSums sums;
    private final Recordings recordings;

    EvidenceController(EventArchive archive, EvidenceSums sums, Recordings recordings) {
        this.archive = archive;
        this.sums = sums;
        this.recordings = recordings;
    }

    /** A command line and where it was typed. */
    record Command(
            Instant at,
            String sensor,
            String session,
            String sourceAddress,
            @Nullable String input) {

        static Command of(StoredEvent event) {
            return new Command(
                    event.occurredAt(), event.sensor(), event.session(), event.source(), event.text("input"));
        }
    }

    /** A recording and what it is of. */
    record Recording(
            Instant at,
            String sensor,
            String session,
            String sourceAddress,
            @Nullable String file,
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable Long durationMillis,
            @Nullable Recorded recorded) {

        static Recording of(StoredRecording stored) {
            StoredEvent log = stored.log();
            StoredEvent recording = stored.recording();
            return new Recording(
                    log.occurredAt(),
                    log.sensor(),
                    log.session(),
                    log.source(),
                    log.text("ttylog"),
                    log.number("size"),
                    log.text("shasum"),
                    log.number("duration_ms"),
                    recording == null ? null : Recorded.of(recording));
        }
    }

    /** What is recorded. */
    record Recorded(
            @Nullable String recording,
            @Nullable String format,
            @Nullable Long channel,
            @Nullable Long bytesIn,
            @Nullable Long bytesOut,
            @Nullable Boolean truncated) {

        static Recorded of(StoredEvent recording) {
            return new Recorded(
                    recording.text("recording"),
                    recording.text("format"),
                    recording.number("channel"),
                    recording.number("bytes_in"),
                    recording.number("bytes_out"),
                    recording.flag("truncated"));
        }
    }

    @GetMapping("/credentials")
    EvidencePage<Credential> credentials(
            @ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        return EvidencePage.of(sums.credentials(query.filter(), page.read()));
    }

    @GetMapping("/commands")
    EvidencePage<Command> commands(@ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        return EvidencePage.of(archive.events(query.filter().withType("cowrie.command.input"), page.read())
                .map(Command::of));
    }

    @GetMapping("/artifacts")
    EvidencePage<Artifact> artifacts(@ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        return EvidencePage.of(sums.artifacts(query.filter(), page.read()));
    }

    @GetMapping("/recordings")
    EvidencePage<Recording> recordings(@ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        return EvidencePage.of(recordings.list(query.filter(), page.read()).map(Recording::of));
    }
}
