package io.honeypool.pool;

import static io.honeypool.pool.testing.Samples.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.Ext4Image;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.lingala.zip4j.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files on the disks of guests that were used are collected when the guests go: over real file systems in overlays. */
class GuestFilesIT extends KeptOverlays {

    private static final byte[] PROGRAM = "\177ELF of an attacker".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] SCRIPT = "#!/bin/sh\nwget it\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("tmp"));
        Files.write(tree.resolve("tmp/x"), PROGRAM);
        Files.write(tree.resolve("tmp/run.sh"), SCRIPT);
        Files.writeString(tree.resolve("notes"), "notes");
        Files.write(tree.resolve("large"), new byte[3 << 20]);
        Files.createDirectories(tree.resolve("var/log"));
        Files.writeString(tree.resolve("var/log/syslog"), "noise");
    }

    @Test
    void whatAnAttackerMadeIsListedForTheLeaseAndDownloaded() throws IOException, InterruptedException {
        startCollecting();
        String lease = use("c1", "192.0.2.1");

        JsonNode collection = files(lease);

        assertThat(pool().hypervisor().syncs()).isOne();
        assertThat(collection.path("state").asString()).isEqualTo("COMPLETE");
        assertThat(collection.path("owner").asString()).isEqualTo("pool");
        assertThat(collection.at("/leases/0/sourceAddress").asString()).isEqualTo("192.0.2.1");
        assertThat(collection.path("changed").asInt()).isEqualTo(5);
        Map<String, JsonNode> files = byPath(collection);
        assertThat(files).containsOnlyKeys("/tmp/x", "/tmp/run.sh", "/notes", "/large");
        assertThat(collection.at("/files/0/path").asString()).isEqualTo("/tmp/x");
        assertThat(file(collection, "/tmp/x").path("sha256").asString()).isEqualTo(sha256(PROGRAM));
        assertThat(file(collection, "/tmp/x").path("kind").asString()).isEqualTo("PROGRAM");
        assertThat(file(collection, "/tmp/x").path("pathHex").asString()).isEqualTo("2f746d702f78");
        assertThat(file(collection, "/tmp/run.sh").path("mediaType").asString()).isEqualTo("application/x-sh");
        assertThat(file(collection, "/large").path("content").asString()).isEqualTo("TOO_LARGE");
        assertThat(file(collection, "/large").path("sha256").isNull()).isTrue();
        assertThat(stored())
                .containsExactlyInAnyOrder(
                        sha256(PROGRAM), sha256(SCRIPT), sha256("notes".getBytes(StandardCharsets.UTF_8)));

        assertThat(download(sha256(PROGRAM), "?form=RAW")).isEqualTo(PROGRAM);
        Path zip = directory.resolve("x.zip");
        assertThat(pool().api("operator").download("/api/v1/guest-files/" + sha256(PROGRAM), zip))
                .isEqualTo(200);
        assertThat(new String(Files.readAllBytes(zip), StandardCharsets.ISO_8859_1))
                .doesNotContain("attacker");
        try (ZipFile archive = new ZipFile(zip.toFile(), "infected".toCharArray())) {
            archive.extractAll(directory.resolve("unzipped").toString());
        }
        assertThat(Files.readAllBytes(directory.resolve("unzipped/" + sha256(PROGRAM))))
                .isEqualTo(PROGRAM);
        assertThat(metrics()).contains("honeypool_pool_guest_files_total{content=\"STORED\"} 3.0");
    }

    @Test
    void whoMayNotOrAsksForNothingIsToldSo() throws IOException, InterruptedException {
        startCollecting();
        use("c1", "192.0.2.1");
        Api operator = pool().api("operator");
        String path = "/api/v1/guest-files/" + sha256(PROGRAM);

        assertThat(pool().api("viewer").call("GET", path).problem()).isEqualTo("forbidden");
        assertThat(pool().api("sensor").call("GET", path).problem()).isEqualTo("forbidden");
        assertThat(operator.call("GET", path + "?form=raw").problem()).isEqualTo("invalid-request");
        assertThat(operator.call("GET", "/api/v1/guest-files/x").problem()).isEqualTo("invalid-request");
        assertThat(operator.call("GET", "/api/v1/guest-files/" + "0".repeat(64)).problem())
                .isEqualTo("not-found");
        assertThat(operator.call("GET", "/api/v1/leases/" + UUID.randomUUID() + "/files")
                        .problem())
                .isEqualTo("not-found");
        try (RunningPool other = pool().another("other")) {
            Answer refused = other.api("operator").call("GET", path);
            assertThat(refused.problem()).isEqualTo("other-owner");
        }
    }

    @Test
    void aGuestThatNobodyUsedAndAPoolThatDoesNotWantToCollectNothing() throws IOException, InterruptedException {
        startCollecting();
        retireReady();
        pool().restart("honeypool.pool.guest-files.enabled", "false");
        patiently().until(() -> pool().guests("READY") == 1);
        use("c1", "192.0.2.1");

        assertThat(pool().hypervisor().syncs()).isZero();
        assertThat(count("guest_collection")).isZero();
        assertThat(stored()).isEmpty();
    }

    @Test
    void aDiskThatCannotBeReadDoesNotKeepTheGuest() throws IOException {
        startCollecting();
        patiently().until(() -> pool().guests("READY") == 1);
        String lease = lease("c1", "192.0.2.1");
        Files.writeString(overlayOf(lease), "no qcow2 at all");
        end(lease);

        assertThat(files(lease).path("state").asString()).isEqualTo("UNREADABLE");
        assertThat(files(lease).path("detail").asString()).contains("no qcow2 file");
    }

    @Test
    void aCollectionThatWasCutOffIsDoneAgainAtTheNextStart() throws IOException, InterruptedException, SQLException {
        startCollecting();
        patiently().until(() -> pool().guests("READY") == 1);
        String lease = lease("c1", "192.0.2.1");
        fill(overlayOf(lease));
        try (Connection blocker = pool().databaseConnection();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE guest_file IN ACCESS EXCLUSIVE MODE");
            pool().api("operator").call("DELETE", "/api/v1/leases/" + lease);
            patiently().until(() -> !drafts().isEmpty());
            pool().kill();
        }
        Files.writeString(store().resolve(".new-left-over"), "half of a file");

        pool().restart();

        patiently().until(() -> files(lease).path("state").asString().equals("COMPLETE"));
        assertThat(byPath(files(lease))).hasSize(4);
        assertThat(stored()).hasSize(3);
        patiently().until(() -> pool().guests("DESTROYED") == 1);
        assertThat(drafts()).isEmpty();
    }

    @Test
    void aFileWhoseRowIsAheadOfItIsStoredAgain() throws IOException, InterruptedException, SQLException {
        startCollecting();
        String lease = use("c1", "192.0.2.1");
        String guest = guestOf(lease);
        Path overlay = pool().state()
                .resolve("pool/overlays/" + files(lease).path("guest").asString() + ".qcow2");
        pool().kill();
        fill(overlay);
        Files.delete(store().resolve(sha256(PROGRAM)));
        for (String change : List.of(
                "UPDATE guest_collection SET state = 'COLLECTING', ended_at = NULL",
                "UPDATE guest_file SET content = 'STORING' WHERE content = 'STORED'",
                "DELETE FROM guest WHERE state <> 'DESTROYED'",
                "UPDATE guest SET state = 'RETIRING', version = version + 1 WHERE id = '" + guest + "'")) {
            pool().databaseAside().sql(change).update();
        }

        pool().restart();

        patiently().until(() -> files(lease).path("state").asString().equals("COMPLETE"));
        assertThat(download(sha256(PROGRAM), "?form=RAW")).isEqualTo(PROGRAM);
        assertThat(count("guest_file")).isEqualTo(4);
        assertThat(stored()).hasSize(3);
    }

    @Test
    void theOldestMakeWayForTheNewestAndOldOnesAreForgotten() throws IOException, InterruptedException {
        startCollecting("honeypool.pool.guest-files.quota", "1MB");
        Files.write(tree.resolve("tmp/x"), large(1));
        String first = use("c1", "192.0.2.1");
        Files.write(tree.resolve("tmp/x"), large(2));
        String second = use("c2", "192.0.2.2");

        assertThat(file(files(first), "/tmp/x").path("content").asString()).isEqualTo("REMOVED");
        assertThat(file(files(second), "/tmp/x").path("content").asString()).isEqualTo("STORED");
        assertThat(file(files(first), "/notes").path("content").asString()).isEqualTo("STORED");
        assertThat(stored()).doesNotContain(sha256(large(1))).contains(sha256(large(2)), sha256(SCRIPT));

        pool().database()
                .sql("UPDATE guest_collection SET ended_at = now() - interval '100 days'")
                .update();
        pool().database()
                .sql("UPDATE guest_file SET found_at = now() - interval '100 days'")
                .update();
        pool().restart();
        patiently().until(() -> count("guest_collection") == 0);
        assertThat(count("guest_file")).isZero();
        assertThat(stored()).isEmpty();
    }

    @Test
    void rowsAndFilesAreMadeToAgree() throws IOException, InterruptedException {
        startCollecting();
        String lease = use("c1", "192.0.2.1");
        Path away = Files.move(store().resolve(sha256(PROGRAM)), directory.resolve("away"));
        Files.writeString(store().resolve("0".repeat(64)), "of a database that was lost");

        pool().restart();
        patiently().until(() -> content(lease, "/tmp/x").equals("LOST"));
        assertThat(pool().api("operator")
                        .call("GET", "/api/v1/guest-files/" + sha256(PROGRAM))
                        .problem())
                .isEqualTo("not-found");
        assertThat(stored()).contains("0".repeat(64));

        Files.move(away, store().resolve(sha256(PROGRAM)));
        pool().restart();
        patiently().until(() -> content(lease, "/tmp/x").equals("STORED"));
    }

    private void startCollecting(String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "honeypool.pool.guest-files.maximum-file-size";
        all[1] = "2MB";
        System.arraycopy(more, 0, all, 2, more.length);
        start("never", all);
    }

    /** Takes a lease, puts the tree onto its guest's disk, ends it and waits until the guest is gone. */
    private String use(String connection, String source) throws IOException, InterruptedException {
        patiently().until(() -> pool().guests("READY") == 1);
        String lease = lease(connection, source);
        fill(overlayOf(lease));
        end(lease);
        return lease;
    }

    private void end(String lease) {
        int gone = pool().guests("DESTROYED");
        pool().api("operator").call("DELETE", "/api/v1/leases/" + lease);
        patiently().until(() -> pool().guests("DESTROYED") == gone + 1);
    }

    private void fill(Path overlay) throws IOException, InterruptedException {
        Path raw = directory.resolve("raw");
        Files.deleteIfExists(raw);
        Ext4Image.of(tree, raw, "32M", "-t", "ext4");
        Files.deleteIfExists(overlay);
        Ext4Image.overlay(raw, pool().state().resolve("images/debian-12/disk.qcow2"), overlay);
    }

    private Path overlayOf(String lease) {
        String name = pool().api("viewer")
                .call("GET", "/api/v1/guests/" + guestOf(lease))
                .json()
                .path("name")
                .asString();
        Path overlay = pool().state().resolve("pool/overlays/" + name + ".qcow2");
        assertThat(overlay).exists();
        return overlay;
    }

    private JsonNode files(String lease) {
        return pool().api("viewer")
                .call("GET", "/api/v1/leases/" + lease + "/files")
                .json();
    }

    private String content(String lease, String path) {
        return file(files(lease), path).path("content").asString();
    }

    private static JsonNode file(JsonNode collection, String path) {
        return Objects.requireNonNull(byPath(collection).get(path));
    }

    private static Map<String, JsonNode> byPath(JsonNode collection) {
        return collection
                .path("files")
                .valueStream()
                .collect(Collectors.toMap(file -> file.path("path").asString(), Function.identity()));
    }

    private byte[] download(String sha256, String query) throws IOException {
        Path file = directory.resolve("download");
        assertThat(pool().api("operator").download("/api/v1/guest-files/" + sha256 + query, file))
                .isEqualTo(200);
        return Files.readAllBytes(file);
    }

    private int count(String table) {
        return pool().databaseAside()
                .sql("SELECT count(*) FROM " + table)
                .query(Integer.class)
                .single();
    }

    private Path store() {
        return pool().state().resolve("pool/guest-files");
    }

    private List<String> stored() throws IOException {
        try (var files = Files.list(store())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }

    private List<String> drafts() throws IOException {
        try (var files = Files.list(store())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".new-"))
                    .toList();
        }
    }

    private static byte[] large(int value) {
        byte[] bytes = new byte[700_000];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
