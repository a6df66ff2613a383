package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.evidence.EventArchive;
import io.honeypool.pool.evidence.EventFilter;
import io.honeypool.pool.evidence.Position;
import io.honeypool.pool.evidence.Slice;
import io.honeypool.pool.evidence.StoredEvent;
import io.honeypool.pool.evidence.StoredSession;
import io.honeypool.pool.lease.Leases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Attacker connections, for people. */
@RestController
@RequestMapping("/api/v1/sessions")
class SessionController {

    private static final int SHOWN = 500;
    private static final int TOLD = 2_000;

    private final EventArchive archive;
    private final Leases leases;

    SessionController(EventArchive archive, Leases leases) {
        this.archive = archive;
        this.leases = leases;
    }

    @GetMapping
    EvidencePage<StoredSession> list(@ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        return EvidencePage.of(archive.sessions(query.filter(), page.read()));
    }

    /**
     * A session and its events in order.
     *
     * @param story what its events come to
     * @param whole whether that is all of them, rather than the first 2000
     * @param lease its lease and guest as they are now; null if it had none, or both are forgotten
     * @param next what {@code after} must be for {@code /events?session=} to go on; null if these are all
     */
    record Told(
            StoredSession session,
            SessionStory story,
            boolean whole,
            @Nullable LeaseResource lease,
            List<StoredEvent> events,
            @Nullable String next) {}

    @GetMapping("/{session}")
    Told tell(@PathVariable String session, @RequestParam(required = false) @Nullable String sensorId) {
        StoredSession found = archive.session(
                        EvidenceQuery.ofSession(session, sensorId).filter())
                .orElseThrow(() -> ProblemException.notFound("There is no such session."));
        Slice<StoredEvent> first = page(found, null);
        List<StoredEvent> told = new ArrayList<>(first.items());
        Position next = first.next();
        while (next != null && told.size() < TOLD) {
            Slice<StoredEvent> further = page(found, next);
            told.addAll(further.items());
            next = further.next();
        }
        return new Told(
                found,
                SessionStory.of(told),
                next == null,
                lease(found.leaseId()),
                first.items(),
                EvidencePage.of(first).next());
    }

    private Slice<StoredEvent> page(StoredSession session, @Nullable Position after) {
        return archive.events(EventFilter.of(session), new Slice.Wanted(Optional.ofNullable(after), SHOWN));
    }

    private @Nullable LeaseResource lease(@Nullable UUID id) {
        return id == null ? null : leases.find(id).map(LeaseResource::of).orElse(null);
    }
}
