package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.InvalidRequestException;
import io.honeypool.pool.api.security.CallingSensor;
import io.honeypool.pool.evidence.EventArchive;
import io.honeypool.pool.evidence.Events;
import io.honeypool.pool.evidence.StoredEvent;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Events: sensors bring them, people ask for them. */
@RestController
@RequestMapping("/api/v1/events")
class EventController {

    private final Events events;
    private final EventArchive archive;

    EventController(Events events, EventArchive archive) {
        this.events = events;
        this.archive = archive;
    }

    /** How many of the events were new. */
    record Stored(long stored) {}

    @PostMapping
    Stored store(@RequestBody EventBatch batch, Authentication caller) {
        String sensor = CallingSensor.expect(caller, RequestReader.id("sensorId", batch.sensorId()));
        try {
            return new Stored(events.store(sensor, batch.checked().toString()));
        } catch (DataIntegrityViolationException refused) {
            throw new InvalidRequestException("An event cannot be kept: JSON text may not hold NUL.");
        }
    }

    @GetMapping
    EvidencePage<StoredEvent> list(@ModelAttribute EvidenceQuery query, @ModelAttribute EvidencePage.Wanted page) {
        return EvidencePage.of(archive.events(query.filter(), page.read()));
    }
}
