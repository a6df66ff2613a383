package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.CutDownloadException;
import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.evidence.EventFilter;
import io.honeypool.pool.export.CsvExport;
import io.honeypool.pool.export.StixExport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.exc.JacksonIOException;

/** Evidence for other programs, of any length. */
@RestController
@RequestMapping("/api/v1/export")
class ExportController {

    private static final Logger log = LoggerFactory.getLogger(ExportController.class);
    private static final int AT_ONCE = 2;
    private static final String CSV = "text/csv;charset=UTF-8;header=present";
    private static final String STIX = "application/stix+json;version=2.1";

    private final CsvExport csv;
    private final StixExport stix;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    ExportController(CsvExport csv, StixExport stix) {
        this.csv = csv;
        this.stix = stix;
    }

    @GetMapping("/events.csv")
    void events(@ModelAttribute EvidenceQuery query, HttpServletResponse response) throws IOException {
        table(CsvExport.Table.EVENTS, query, response);
    }

    @GetMapping("/sessions.csv")
    void sessions(@ModelAttribute EvidenceQuery query, HttpServletResponse response) throws IOException {
        table(CsvExport.Table.SESSIONS, query, response);
    }

    @GetMapping("/credentials.csv")
    void credentials(@ModelAttribute EvidenceQuery query, HttpServletResponse response) throws IOException {
        table(CsvExport.Table.CREDENTIALS, query, response);
    }

    @GetMapping("/artifacts.csv")
    void artifacts(@ModelAttribute EvidenceQuery query, HttpServletResponse response) throws IOException {
        table(CsvExport.Table.ARTIFACTS, query, response);
    }

    @GetMapping("/stix.json")
    void bundle(@ModelAttribute EvidenceQuery query, HttpServletResponse response) throws IOException {
        EventFilter filter = query.filter();
        send(new File("honeypool-stix.json", STIX), response, out -> stix.write(filter, out));
    }

    private void table(CsvExport.Table table, EvidenceQuery query, HttpServletResponse response) throws IOException {
        EventFilter filter = query.filter();
        String name = "honeypool-" + table.name().toLowerCase(Locale.ROOT) + ".csv";
        send(new File(name, CSV), response, out -> csv.write(table, filter, out));
    }

    /** What a caller gets. */
    private record File(String name, String type) {}

    /** Writes it. */
    @FunctionalInterface
    private interface Content {
        void to(OutputStream out) throws IOException;
    }

    private void send(File file, HttpServletResponse response, Content content) throws IOException {
        if (!turns.tryAcquire()) {
            throw ProblemException.busy("Other exports are being downloaded; ask again when they are done.");
        }
        try {
            response.setContentType(file.type());
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.name() + "\"");
            content.to(response.getOutputStream());
        } catch (IOException | JacksonIOException left) {
            log.info("The download of {} ended early: {}", file.name(), left.toString());
        } catch (RuntimeException failed) {
            if (response.isCommitted()) {
                log.warn("The download of {} was cut: {}", file.name(), failed.toString());
                throw new CutDownloadException(failed);
            }
            response.reset();
            throw failed;
        } finally {
            turns.release();
        }
    }
}
