package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.InvalidRequestException;
import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.guestfile.GuestFiles;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import net.lingala.zip4j.io.outputstream.ZipOutputStream;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files that were collected of guests, for people. */
@RestController
@RequestMapping("/api/v1")
class GuestFileController {

    private static final Logger log = LoggerFactory.getLogger(GuestFileController.class);
    private static final String PASSWORD = "infected";

    private final GuestFiles files;

    GuestFileController(GuestFiles files) {
        this.files = files;
    }

    /** What a download is. */
    enum Form {
        /** An archive with the one file, under the password that everybody uses for such. */
        ZIP,
        /** The content as it is. */
        RAW
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
        if (!GuestFiles.isName(sha256)) {
            throw new InvalidRequestException("sha256 must be 64 of 0-9 and a-f.");
        }
        Form wanted = RequestReader.constant(Form.class, "form", form).orElse(Form.ZIP);
        switch (files.find(sha256)) {
            case GuestFiles.Place.Here(Path file) -> write(sha256, file, wanted, response);
            case GuestFiles.Place.Elsewhere elsewhere ->
                throw ProblemException.otherOwner("This file is on the host of the pool service "
                        + elsewhere.owners().getFirst() + ": ask that one.");
            case GuestFiles.Place.Nowhere nowhere ->
                throw ProblemException.notFound("There is no such file, or not any more.");
        }
    }

    private static void write(String sha256, Path file, Form form, HttpServletResponse response) throws IOException {
        boolean zip = form == Form.ZIP;
        try {
            long size = Files.size(file);
            response.setContentType(zip ? "application/zip" : MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"" + sha256 + (zip ? ".zip" : ".bin") + "\"");
            if (zip) {
                writeZip(sha256, file, response);
            } else {
                response.setContentLengthLong(size);
                Files.copy(file, response.getOutputStream());
            }
        } catch (NoSuchFileException gone) {
            throw ProblemException.notFound("The content of this file is not there any more.");
        } catch (IOException broken) {
            if (!response.isCommitted()) {
                throw broken;
            }
            log.info("The download of the file {} ended early: {}", sha256, broken.toString());
        }
    }

    private static void writeZip(String sha256, Path file, HttpServletResponse response) throws IOException {
        ZipParameters parameters = new ZipParameters();
        parameters.setFileNameInZip(sha256);
        parameters.setEncryptFiles(true);
        parameters.setEncryptionMethod(EncryptionMethod.ZIP_STANDARD);
        try (ZipOutputStream zip = new ZipOutputStream(response.getOutputStream(), PASSWORD.toCharArray())) {
            zip.putNextEntry(parameters);
            Files.copy(file, zip);
            zip.closeEntry();
        }
    }
}
