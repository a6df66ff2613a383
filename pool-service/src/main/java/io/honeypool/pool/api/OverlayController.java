package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.kept.KeptFilter;
import io.honeypool.pool.kept.KeptOverlay;
import io.honeypool.pool.kept.KeptOverlays;
import io.honeypool.pool.kept.KeptState;
import io.honeypool.pool.kept.OverlayExports;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Kept overlays, for people. */
@RestController
@RequestMapping("/api/v1/overlays")
class OverlayController {

    private static final Logger log = LoggerFactory.getLogger(OverlayController.class);

    private final KeptOverlays overlays;
    private final OverlayExports exports;

    OverlayController(KeptOverlays overlays, OverlayExports exports) {
        this.overlays = overlays;
        this.exports = exports;
    }

    /** What a download has in it. */
    enum Form {
        /** All that the guest saw. */
        STANDALONE,
        /** What the guest changed. */
        OVERLAY
    }

    @GetMapping
    Page<OverlayResource> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String sourceAddress,
            @RequestParam(required = false) @Nullable String guestId,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        KeptFilter filter = new KeptFilter(
                RequestReader.constant(KeptState.class, "state", state),
                Optional.ofNullable(sourceAddress).map(text -> RequestReader.address("sourceAddress", text)),
                Optional.ofNullable(guestId).map(text -> RequestReader.uuid("guestId", text)));
        return Page.of(overlays.list(filter, RequestReader.page(page, size, Sort.unsorted()))
                .map(OverlayResource::of));
    }

    @GetMapping("/{overlay}")
    OverlayResource get(@PathVariable String overlay) {
        return OverlayResource.of(find(overlay));
    }

    @DeleteMapping("/{overlay}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String overlay) {
        overlays.remove(find(overlay).id());
    }

    /** Writes the file itself, as it comes from the disk: an overlay may be larger than the memory. */
    @GetMapping("/{overlay}/content")
    void content(
            @PathVariable String overlay,
            @RequestParam(required = false) @Nullable String form,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Form wanted = RequestReader.constant(Form.class, "form", form).orElse(Form.STANDALONE);
        KeptOverlay found = find(overlay);
        check(found);
        switch (wanted == Form.OVERLAY ? exports.asItIs(found.id()) : exports.standalone(found.id())) {
            case OverlayExports.Outcome.Ready(OverlayExports.Export export) -> write(found.id(), export, response);
            case OverlayExports.Outcome.Busy busy ->
                throw ProblemException.busy("Other overlays are being downloaded; ask again when they are done.");
            case OverlayExports.Outcome.NoRoom room ->
                throw ProblemException.noRoom("A disk of its own takes up to " + room.bytes()
                        + " bytes on the pool's host, which are not free; form=OVERLAY takes none.");
            case OverlayExports.Outcome.Unusable unusable ->
                throw ProblemException.conflict("What the overlay lies on cannot be read; form=OVERLAY still can.");
        }
    }

    private void check(KeptOverlay overlay) {
        KeptOverlay.Removal removal = overlay.removal();
        if (removal != null) {
            throw ProblemException.notFound(
                    "This overlay was removed at " + removal.at() + " (" + removal.reason() + ").");
        }
        if (!overlays.isHere(overlay)) {
            throw ProblemException.otherOwner(
                    "This overlay is on the host of the pool service " + overlay.owner() + ": ask that one.");
        }
        if (overlay.state() == KeptState.KEEPING) {
            throw ProblemException.conflict("This overlay is being kept; ask again in a moment.");
        }
    }

    private static void write(UUID id, OverlayExports.Export export, HttpServletResponse response) throws IOException {
        try (export) {
            response.setContentLengthLong(Files.size(export.file()));
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".qcow2\"");
            Files.copy(export.file(), response.getOutputStream());
        } catch (NoSuchFileException gone) {
            throw ProblemException.notFound("The file of this overlay is not there any more.");
        } catch (IOException broken) {
            if (!response.isCommitted()) {
                throw broken;
            }
            log.info("The download of the overlay {} ended early: {}", id, broken.toString());
        }
    }

    private KeptOverlay find(String overlay) {
        return overlays.find(RequestReader.uuid("overlay", overlay))
                .orElseThrow(() -> ProblemException.notFound("There is no such overlay."));
    }
}
