package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.filestore.Place;
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

/**
 * A file that somebody downloads, written as it comes from the disk.
 *
 * @param file where it is
 */
record ContentDownload(Path file) {

    private static final Logger log = LoggerFactory.getLogger(ContentDownload.class);
    private static final String PASSWORD = "infected";

    /** What the download of something that attackers made is. */
    enum Form {
        /** An archive with the one file, under the password that everybody uses for such. */
        ZIP,
        /** The content as it is. */
        RAW;

        static Form of(@Nullable String text) {
            return RequestReader.constant(Form.class, "form", text).orElse(ZIP);
        }
    }

    /**
     * A content that was looked for.
     *
     * @throws ProblemException if it is not on this host
     */
    static ContentDownload found(Place place) {
        return switch (place) {
            case Place.Here(Path file) -> new ContentDownload(file);
            case Place.Elsewhere elsewhere ->
                throw ProblemException.otherOwner("This file is on the host of the pool service "
                        + elsewhere.owners().getFirst() + ": ask that one.");
            case Place.Nowhere nowhere ->
                throw ProblemException.notFound("There is no such file, or not yet, or not any more.");
        };
    }

    /** Writes something that attackers made. */
    void write(String sha256, Form form, HttpServletResponse response) throws IOException {
        switch (form) {
            case ZIP -> send(sha256 + ".zip", "application/zip", response, () -> writeZip(sha256, response));
            case RAW -> writeAsItIs(sha256 + ".bin", MediaType.APPLICATION_OCTET_STREAM_VALUE, response);
        }
    }

    /** Writes the file as it is. */
    void writeAsItIs(String name, String type, HttpServletResponse response) throws IOException {
        send(name, type, response, () -> {
            response.setContentLengthLong(Files.size(file));
            Files.copy(file, response.getOutputStream());
        });
    }

    /** Writes the content. */
    @FunctionalInterface
    private interface Content {
        void write() throws IOException;
    }

    private void send(String name, String type, HttpServletResponse response, Content content) throws IOException {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            response.setContentType(type);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
            content.write();
        } catch (NoSuchFileException gone) {
            throw ProblemException.notFound("The content of this file is not there any more.");
        } catch (IOException broken) {
            if (!response.isCommitted()) {
                throw broken;
            }
            log.info("The download of {} ended early: {}", name, broken.toString());
        }
    }

    private void writeZip(String sha256, HttpServletResponse response) throws IOException {
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
