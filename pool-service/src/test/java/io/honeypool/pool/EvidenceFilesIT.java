package io.honeypool.pool;

import static io.honeypool.pool.testing.Samples.bytes;
import static io.honeypool.pool.testing.Samples.compressed;
import static io.honeypool.pool.testing.Samples.sha256;
import static io.honeypool.pool.testing.SensorEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.EnrolledCaller;
import io.honeypool.pool.testing.HalfUpload;
import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.SensorEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.lingala.zip4j.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts and recordings are brought, found and downloaded, over HTTP and a real database. */
class EvidenceFilesIT extends EvidenceFiles {

    private static final byte[] PROGRAM = "\177ELF of an attacker".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CAST = compressed("{\"version\": 2}\n");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String LIMIT = "honeypool.pool.evidence-files.maximum-file-size";
    private static final String QUOTA = "honeypool.pool.evidence-files.quota";

    @TempDir
    private Path directory;

    @Test
    void anArtifactIsBroughtOnceAndDownloaded() throws IOException {
        start();

        assertThat(asks(PROGRAM)).isEqualTo(404);
        assertThat(bring(PROGRAM).status()).isEqualTo(201);
        assertThat(asks(PROGRAM)).isEqualTo(204);
        assertThat(bring(PROGRAM).status()).isEqualTo(204);
        assertThat(bring(new byte[0]).status()).isEqualTo(201);

        assertThat(files()).containsExactlyInAnyOrder(sha256(PROGRAM), sha256(new byte[0]));
        assertThat(download(artifact(PROGRAM) + "?form=RAW")).isEqualTo(PROGRAM);
        assertThat(download(artifact(new byte[0]) + "?form=RAW")).isEmpty();
        byte[] zip = download(artifact(PROGRAM));
        assertThat(new String(zip, StandardCharsets.ISO_8859_1)).doesNotContain("attacker");
        try (ZipFile archive = new ZipFile(directory.resolve("download").toFile(), "infected".toCharArray())) {
            archive.extractAll(directory.resolve("unzipped").toString());
        }
        assertThat(directory.resolve("unzipped/" + sha256(PROGRAM))).hasBinaryContent(PROGRAM);
        assertThat(metrics())
                .contains("honeypool_pool_evidence_files_uploads_total{outcome=\"STORED\"} 2.0")
                .contains("honeypool_pool_evidence_files_uploads_total{outcome=\"KNOWN\"} 1.0")
                .contains("honeypool_pool_evidence_files_size_bytes " + (double) PROGRAM.length);
    }

    @Test
    void aRecordingIsBroughtByHashAndDownloadedByName() throws IOException {
        start();
        String path = "/api/v1/recordings/0123456789ab-0/content";
        String hashed = "/api/v1/recordings/" + sha256(CAST) + "/content";

        assertThat(pool().api("operator").call("GET", path).problem()).isEqualTo("not-found");
        assertThat(sensor().call("HEAD", hashed).status()).isEqualTo(404);
        assertThat(sensor().bring(recording(CAST, "0123456789ab-0"), CAST, BYTES, false)
                        .status())
                .isEqualTo(201);

        assertThat(sensor().call("HEAD", hashed).status()).isEqualTo(204);
        assertThat(asks(CAST)).as("it is no artifact").isEqualTo(404);
        assertThat(download(path)).isEqualTo(CAST);
        Answer answer = pool().api("operator").call("GET", path);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/gzip");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"0123456789ab-0.cast.gz\"");
    }

    @Test
    void listsSayWhatCanBeDownloaded() {
        start();
        bring(PROGRAM);
        sensor().bring(recording(CAST, "aaaaaaaaaaa1-0"), CAST, BYTES, false);
        new SensorEvents(sensor(), "edge-1")
                .send(
                        upload(sha256(PROGRAM)),
                        upload("00".repeat(32)),
                        closed(
                                "honeypool.recording.closed",
                                "\"recording\":\"aaaaaaaaaaa1-0\",\"file\":\"d/a-0.cast\""),
                        closed("cowrie.log.closed", "\"ttylog\":\"d/a-0.cast.gz\",\"shasum\":\"" + sha256(CAST) + "\""),
                        closed(
                                "honeypool.recording.closed",
                                "\"recording\":\"aaaaaaaaaaa1-1\",\"file\":\"d/a-1.cast\""),
                        closed("cowrie.log.closed", "\"ttylog\":\"d/a-1.cast.gz\""));

        assertThat(contents("/api/v1/artifacts")).containsExactlyInAnyOrder(artifact(PROGRAM), "");
        assertThat(contents("/api/v1/recordings"))
                .containsExactlyInAnyOrder("/api/v1/recordings/aaaaaaaaaaa1-0/content", "");
    }

    @Test
    void whatCannotBeTakenIsRefusedAndNotKept() {
        start(LIMIT, "1KB", QUOTA, "512B");
        String path = artifact(PROGRAM);

        for (String wrong : List.of(
                "/api/v1/artifacts/" + sha256(PROGRAM).toUpperCase(Locale.ROOT) + "/content",
                "/api/v1/artifacts/abc/content",
                path + "?form=RAW",
                recording(PROGRAM, "a.b"),
                recording(PROGRAM, "x").replace("recording=", "name="),
                recording(PROGRAM, "x") + "&x=y")) {
            Answer answer = sensor().bring(wrong, PROGRAM, BYTES, false);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-request");
        }
        assertThat(sensor().bringChunked(path, PROGRAM, BYTES).status()).isEqualTo(400);
        assertThat(sensor().bring(path, PROGRAM, "application/json", false).status())
                .isEqualTo(415);
        Answer mismatch = sensor().bring(path, bytes(1, 100), BYTES, false);
        assertThat(mismatch.status()).isEqualTo(422);
        assertThat(mismatch.problem()).isEqualTo("invalid-request");
        assertThat(bring(bytes(1, 1025)).status()).isEqualTo(413);
        assertThat(bring(bytes(1, 1024)).status()).isEqualTo(507);
        assertThat(bring(bytes(1, 512)).status()).isEqualTo(201);

        assertThat(files()).containsExactly(sha256(bytes(1, 512)));
        assertThat(asks(PROGRAM)).isEqualTo(404);
        assertThat(sensor().call("HEAD", "/api/v1/artifacts/abc/content").status())
                .isEqualTo(400);
        assertThat(pool().api("operator").call("GET", path + "?form=zip").status())
                .isEqualTo(400);
    }

    @Test
    void aDiskWithoutRoomTakesNothing() {
        start("honeypool.pool.disk.minimum-free", "1000TB");

        Answer full = bring(PROGRAM);

        assertThat(full.status()).isEqualTo(507);
        assertThat(full.problem()).isEqualTo("no-room");
        assertThat(files()).isEmpty();
    }

    @Test
    void onlySensorsAskAndOnlyOperatorsDownload() {
        start();
        bring(PROGRAM);
        String path = artifact(PROGRAM);

        for (String role : List.of("operator", "viewer", "metrics", "")) {
            int refused = role.isEmpty() ? 401 : 403;
            Api api = pool().api(role);
            assertThat(api.call("HEAD", path).status()).as(role).isEqualTo(refused);
            assertThat(api.bring(path, PROGRAM, BYTES, false).status()).as(role).isEqualTo(refused);
            assertThat(api.bring(recording(CAST, "x"), CAST, BYTES, false).status())
                    .as(role)
                    .isEqualTo(refused);
        }
        for (String role : List.of("sensor", "viewer", "metrics", "")) {
            int refused = role.isEmpty() ? 401 : 403;
            assertThat(pool().api(role).call("GET", path).status()).as(role).isEqualTo(refused);
            assertThat(pool().api(role)
                            .call("GET", "/api/v1/recordings/x/content")
                            .status())
                    .as(role)
                    .isEqualTo(refused);
        }
    }

    @Test
    void aSensorElsewhereIsRefusedBeforeItSendsAnything() {
        start(EnrolledCaller.settings(LIMIT, "1MB"));
        EnrolledCaller edge = EnrolledCaller.join(pool(), "edge");
        byte[] large = bytes(1, 8 << 20);

        assertThat(edge.api().bring(artifact(large), large, BYTES, true).status())
                .isEqualTo(413);
        assertThat(sensor().bring(artifact(large), large, BYTES, true).status()).isEqualTo(413);
        byte[] small = bytes(2, 900_000);
        assertThat(edge.api().bring(artifact(small), small, BYTES, true).status())
                .isEqualTo(201);
        assertThat(edge.api().bring(artifact(small), small, BYTES, true).status())
                .isEqualTo(204);
        assertThat(edge.api().call("GET", artifact(small)).status()).isEqualTo(403);
        assertThat(pool().database()
                        .sql("SELECT sensor FROM evidence_file")
                        .query(String.class)
                        .single())
                .isEqualTo("edge");
    }

    @Test
    void whoStallsIsCutAndKeepsOthersWaitingNoLonger() throws IOException {
        start("honeypool.pool.evidence-files.uploads", "1");
        try (HalfUpload stalling = HalfUpload.begin(pool(), artifact(bytes(1, 1000)), bytes(1, 1000))) {
            patiently().until(() -> files().size() == 1);

            Answer busy = bring(PROGRAM);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.problem()).isEqualTo("busy");
            assertThat(busy.headers().firstValue("Retry-After")).isPresent();

            assertThat(stalling.awaitStatus()).isEqualTo(408);
        }
        patiently().until(() -> files().isEmpty());
        assertThat(bring(PROGRAM).status()).isEqualTo(201);
    }

    @Test
    void whoLeavesInTheMiddleLeavesNothing() throws IOException {
        start();
        try (HalfUpload _ = HalfUpload.begin(pool(), artifact(bytes(1, 1000)), bytes(1, 1000))) {
            patiently().until(() -> files().size() == 1);
        }

        patiently().until(() -> files().isEmpty());
        patiently().until(() -> metrics().contains("honeypool_pool_evidence_files_uploads_total{outcome=\"CUT\"} 1.0"));
        assertThat(asks(bytes(1, 1000))).isEqualTo(404);
    }

    @Test
    void twoThatBringTheSameAtOnceEndInOneFile() throws IOException {
        start();
        byte[] content = bytes(1, 1000);
        try (HalfUpload first = HalfUpload.begin(pool(), artifact(content), content);
                HalfUpload second = HalfUpload.begin(pool(), artifact(content), content)) {
            patiently().until(() -> files().size() == 2);

            first.finish();
            assertThat(first.awaitStatus()).isEqualTo(201);
            second.finish();
            assertThat(second.awaitStatus()).isEqualTo(204);
        }
        patiently().until(() -> files().equals(List.of(sha256(content))));
        assertThat(download(artifact(content) + "?form=RAW")).isEqualTo(content);
    }

    @Test
    void theOldestMakeWayAndAreNotWantedAgain() {
        start(QUOTA, "1MB");
        byte[] first = bytes(1, 700_000);
        byte[] second = bytes(2, 700_000);
        bring(first);
        bring(second);

        assertThat(state(first)).isEqualTo("DROPPED");
        assertThat(files()).containsExactly(sha256(second));
        assertThat(asks(first)).isEqualTo(204);
        assertThat(bring(first).status()).isEqualTo(204);
        assertThat(pool().api("operator").call("GET", artifact(first)).problem())
                .isEqualTo("not-found");
        assertThat(metrics()).contains("honeypool_pool_evidence_files_gone_total{reason=\"DROPPED\"} 1.0");

        pool().database()
                .sql(
                        "UPDATE evidence_file SET stored_at = now() - interval '100 days', gone_at = gone_at - interval '100 days'")
                .update();
        pool().restart();
        patiently().until(() -> state(second).equals("DROPPED"));
        patiently().until(() -> files().isEmpty());
        patiently().until(() -> state(first).isEmpty());
    }

    @Test
    void rowsAndFilesAreMadeToAgree() throws IOException {
        start();
        bring(PROGRAM);
        bring(CAST);
        Path store = pool().state().resolve("pool/evidence-files");
        Path away = Files.move(store.resolve(sha256(PROGRAM)), directory.resolve("away"));
        Files.delete(store.resolve(sha256(CAST)));
        Files.writeString(store.resolve("0".repeat(64)), "of a database that was lost");

        pool().restart();

        patiently().until(() -> state(PROGRAM).equals("LOST") && state(CAST).equals("LOST"));
        assertThat(asks(CAST)).isEqualTo(404);
        assertThat(bring(CAST).status()).isEqualTo(201);
        assertThat(files()).contains("0".repeat(64));

        Files.move(away, store.resolve(sha256(PROGRAM)));
        pool().restart();
        patiently().until(() -> state(PROGRAM).equals("STORED"));
        assertThat(download(artifact(PROGRAM) + "?form=RAW")).isEqualTo(PROGRAM);
    }

    @Test
    void anotherServiceNamesTheOneThatHasIt() throws IOException {
        start();
        bring(PROGRAM);
        sensor().bring(recording(CAST, "0123456789ab-0"), CAST, BYTES, false);

        try (RunningPool other = pool().another("other")) {
            assertThat(other.api("operator").call("GET", artifact(PROGRAM)).problem())
                    .isEqualTo("other-owner");
            assertThat(other.api("operator")
                            .call("GET", "/api/v1/recordings/0123456789ab-0/content")
                            .problem())
                    .isEqualTo("other-owner");
            assertThat(other.api("sensor").call("HEAD", artifact(PROGRAM)).status())
                    .isEqualTo(204);
        }
    }

    private static String upload(String hash) {
        return event(
                "aaaaaaaaaaa1",
                "192.0.2.1",
                "cowrie.session.file_upload",
                NOON,
                ",\"shasum\":\"" + hash + "\",\"filename\":\"x\"");
    }

    private static String closed(String type, String fields) {
        return event("aaaaaaaaaaa1", "192.0.2.1", type, NOON, "," + fields);
    }

    private List<String> contents(String path) {
        return pool().api("viewer")
                .call("GET", path)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("content").asString(""))
                .toList();
    }

    private byte[] download(String path) throws IOException {
        // what is there would be overwritten only as far as what comes is long
        Path file = Files.write(directory.resolve("download"), new byte[0]);
        assertThat(pool().api("operator").download(path, file)).isEqualTo(200);
        return Files.readAllBytes(file);
    }
}
