package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.guestfile.GuestFiles;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files that were collected of guests, for people. */
@RestController
@RequestMapping("/api/v1")
class GuestFileController {

    private final GuestFiles files;

    GuestFileController(GuestFiles files) {
        this.files = files;
    }

    @GetMapping("/leases/{lease}/files")
    LeaseFilesResource ofLease(@PathVariable String lease) {
        return files.ofLease(RequestReader.uuid("lease", lease))
                .map(LeaseFilesResource::of)
                .orElseThrow(() -> ProblemException.notFound(
                        "No files were collected for such a lease: its guest is still there, nobody used it, it was"
                                + " longer ago than files are kept, or honeypool.pool.guest-files.enabled is false."));
    }

    /** Writes the content as it comes from the disk. */
    @GetMapping("/guest-files/{sha256}")
    void content(
            @PathVariable String sha256,
            @RequestParam(required = false) @Nullable String form,
            HttpServletResponse response)
            throws IOException {
        ContentDownload.Form wanted = ContentDownload.Form.of(form);
        ContentDownload.found(files.find(RequestReader.sha256(sha256))).write(sha256, wanted, response);
    }
}
