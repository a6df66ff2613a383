package io.honeypool.pool.api;

import io.honeypool.pool.evidence.Artifact;
import io.honeypool.pool.evidence.Credential;
import io.honeypool.pool.evidence.EventArchive;
import io.honeypool.pool.evidence.EvidenceSums;
import io.honeypool.pool.evidence.Recordings;
import io.honeypool.pool.evidence.Slice;
import io.honeypool.pool.evidence.StoredEvent;
import io.honeypool.pool.evidence.StoredRecording;
import io.honeypool.pool.evidencefile.EvidenceFiles;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
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
    private final EvidenceFiles files;

    EvidenceController(EventArchive archive, EvidenceSums sums, Recordings recordings, EvidenceFiles files) {
        this.archive = archive;
        this.sums = sums;
        this.recordings = recordings;
        this.files = files;
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
    EvidencePage<ArtifactResource> artifacts(
            @ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        Slice<Artifact> found = sums.artifacts(query.filter(), page.read());
        Set<String> here =
                files.artifactsOf(found.items().stream().map(Artifact::sha256).toList());
        return EvidencePage.of(found.map(artifact -> ArtifactResource.of(artifact, here)));
    }

    @GetMapping("/recordings")
    EvidencePage<RecordingResource> recordings(
            @ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        Slice<StoredRecording> found = recordings.list(query.filter(), page.read());
        Set<String> here = files.recordingsOf(found.items().stream()
                .map(StoredRecording::name)
                .filter(Objects::nonNull)
                .toList());
        return EvidencePage.of(found.map(recording -> RecordingResource.of(recording, here)));
    }
}
