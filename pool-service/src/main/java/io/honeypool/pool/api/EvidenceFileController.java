package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.InvalidRequestException;
import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.api.security.CallingSensor;
import io.honeypool.pool.evidencefile.EvidenceFiles;
import io.honeypool.pool.evidencefile.EvidenceKind;
import io.honeypool.pool.evidencefile.Upload;
import io.honeypool.pool.evidencefile.Uploads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Artifacts and recordings: sensors bring them, people download them. */
@RestController
@RequestMapping("/api/v1")
class EvidenceFileController {

    private static final String ARTIFACT = "/artifacts/{sha256}/content";
    private static final String RECORDING = "/recordings/{sha256}/content";

    private final EvidenceFiles files;
    private final Uploads uploads;

    EvidenceFileController(EvidenceFiles files, Uploads uploads) {
        this.files = files;
        this.uploads = uploads;
    }

    @RequestMapping(path = ARTIFACT, method = RequestMethod.HEAD)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void hasArtifact(@PathVariable String sha256) {
        expect(EvidenceKind.ARTIFACT, sha256);
    }

    @RequestMapping(path = RECORDING, method = RequestMethod.HEAD)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void hasRecording(@PathVariable String sha256) {
        expect(EvidenceKind.RECORDING, sha256);
    }

    @PutMapping(path = ARTIFACT, consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<Void> bringArtifact(@PathVariable String sha256, HttpServletRequest request, Authentication caller)
            throws IOException {
        RequestReader.onlyParameters(request, Set.of());
        return take(EvidenceKind.ARTIFACT, sha256, null, request, caller);
    }

    @PutMapping(path = RECORDING, consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<Void> bringRecording(
            @PathVariable String sha256,
            @RequestParam(required = false) @Nullable String recording,
            HttpServletRequest request,
            Authentication caller)
            throws IOException {
        RequestReader.onlyParameters(request, Set.of("recording"));
        return take(EvidenceKind.RECORDING, sha256, RequestReader.recording(recording), request, caller);
    }

    @GetMapping(ARTIFACT)
    void artifact(
            @PathVariable String sha256,
            @RequestParam(required = false) @Nullable String form,
            HttpServletResponse response)
            throws IOException {
        ContentDownload.Form wanted = ContentDownload.Form.of(form);
        ContentDownload.found(files.artifact(RequestReader.sha256(sha256))).write(sha256, wanted, response);
    }

    @GetMapping("/recordings/{recording}/content")
    void recording(@PathVariable String recording, HttpServletResponse response) throws IOException {
        String name = RequestReader.recording(recording);
        ContentDownload.found(files.recording(name)).writeAsItIs(name + ".cast.gz", "application/gzip", response);
    }

    private void expect(EvidenceKind kind, String sha256) {
        if (!files.isKnown(kind, RequestReader.sha256(sha256))) {
            throw ProblemException.notFound("The pool does not have it.");
        }
    }

    private ResponseEntity<Void> take(
            EvidenceKind kind,
            String sha256,
            @Nullable String recording,
            HttpServletRequest request,
            Authentication caller)
            throws IOException {
        long bytes = request.getContentLengthLong();
        if (bytes < 0) {
            throw new InvalidRequestException("Content-Length must say how long the file is.");
        }
        String sensor = CallingSensor.nameOf(caller).orElse(null);
        Upload upload = new Upload(kind, RequestReader.sha256(sha256), bytes, sensor, recording);
        return switch (uploads.take(upload, request::getInputStream)) {
            case STORED -> ResponseEntity.status(HttpStatus.CREATED).build();
            case KNOWN -> ResponseEntity.noContent().build();
            case TOO_LARGE ->
                throw ProblemException.tooLarge(
                        "The file is larger than honeypool.pool.evidence-files.maximum-file-size.");
            case NO_ROOM -> throw ProblemException.noRoom("Neither quota nor disk have room for the file.");
            case BUSY -> throw ProblemException.busy("Other files are being brought; ask again when they are here.");
            case CUT -> throw ProblemException.timeout("The file did not come whole, or too slowly.");
            case WRONG_HASH -> throw ProblemException.unprocessable("The file has another SHA-256.");
        };
    }
}
