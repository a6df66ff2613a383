package io.honeypool.pool.api;

import io.honeypool.pool.evidence.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session's events tell, in the order of a session: who connected and with what, which logins were tried, which
 * guest it got, what was typed, which files moved, what was recorded. Null is what no event tells.
 */
record SessionStory(
        Connection connection,
        Client client,
        List<Login> logins,
        @Nullable Guest guest,
        List<Command> commands,
        List<MovedFile> files,
        List<Recording> recordings) {

    SessionStory {
        logins = List.copyOf(logins);
        commands = List.copyOf(commands);
        files = List.copyOf(files);
        recordings = List.copyOf(recordings);
    }

    /** Where it came from and to. */
    record Connection(
            @Nullable String sourceAddress,
            @Nullable Integer sourcePort,
            @Nullable String destinationAddress,
            @Nullable Integer destinationPort,
            @Nullable Instant connectedAt,
            @Nullable Instant closedAt,
            @Nullable Long durationMillis) {}

    /** The attacker's program. */
    record Client(@Nullable String version, @Nullable String hassh, List<String> fingerprints) {

        Client {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /** A login that was tried. */
    record Login(
            Instant at,
            boolean accepted,
            @Nullable String username,
            @Nullable String password,
            @Nullable String fingerprint) {}

    /** The guest that it got. */
    record Guest(
            Instant at,
            @Nullable String leaseId,
            @Nullable String guestId,
            @Nullable String profile,
            @Nullable Boolean fresh) {}

    /** A command line. */
    record Command(Instant at, @Nullable String input) {}

    /** A file that was moved. */
    record MovedFile(
            Instant at,
            String direction,
            @Nullable String name,
            @Nullable String path,
            @Nullable String sha256,
            @Nullable Long size,
            @Nullable String method) {}

    /** What was recorded. */
    record Recording(
            Instant at,
            @Nullable String recording,
            @Nullable String file,
            @Nullable Long channel,
            @Nullable Long bytesIn,
            @Nullable Long bytesOut,
            @Nullable Boolean truncated) {}

    /** Tells it; pure. What has an unexpected form is left out. */
    static SessionStory of(List<StoredEvent> events) {
        Teller teller = new Teller();
        events.forEach(teller::hear);
        return teller.story();
    }

    /** Collects it. */
    private static final class Teller {

        private final TreeMap<String, StoredEvent> firsts = new TreeMap<>();
        private final List<String> fingerprints = new ArrayList<>();
        private final List<Login> logins = new ArrayList<>();
        private final List<Command> commands = new ArrayList<>();
        private final List<MovedFile> files = new ArrayList<>();
        private final List<Recording> recordings = new ArrayList<>();

        private void hear(StoredEvent event) {
            firsts.putIfAbsent(event.type(), event);
            switch (event.type()) {
                case "cowrie.login.success", "cowrie.login.failed" -> logins.add(login(event));
                case "cowrie.client.fingerprint" -> addFingerprint(event.text("fingerprint"));
                case "cowrie.command.input" -> commands.add(new Command(event.occurredAt(), event.text("input")));
                case "cowrie.session.file_upload" -> files.add(file(event, "to-guest"));
                case "cowrie.session.file_download" -> files.add(file(event, "from-guest"));
                case "honeypool.recording.closed" -> recordings.add(recording(event));
                default -> {
                    // tells nothing that the story has a place for
                }
            }
        }

        private SessionStory story() {
            return new SessionStory(connection(), client(), logins, guest(), commands, files, recordings);
        }

        private Connection connection() {
            StoredEvent connect = firsts.get("cowrie.session.connect");
            StoredEvent closed = firsts.get("cowrie.session.closed");
            return new Connection(
                    text(connect, "src_ip"),
                    port(connect, "src_port"),
                    text(connect, "dst_ip"),
                    port(connect, "dst_port"),
                    connect == null ? null : connect.occurredAt(),
                    closed == null ? null : closed.occurredAt(),
                    closed == null ? null : closed.number("duration_ms"));
        }

        private Client client() {
            return new Client(
                    text(firsts.get("cowrie.client.version"), "version"),
                    text(firsts.get("cowrie.client.kex"), "hassh"),
                    fingerprints);
        }

        private @Nullable Guest guest() {
            StoredEvent granted = firsts.get("honeypool.lease.granted");
            return granted == null
                    ? null
                    : new Guest(
                            granted.occurredAt(),
                            granted.text("lease"),
                            granted.text("guest"),
                            granted.text("profile"),
                            granted.flag("fresh"));
        }

        private void addFingerprint(@Nullable String fingerprint) {
            if (fingerprint != null && !fingerprints.contains(fingerprint)) {
                fingerprints.add(fingerprint);
            }
        }

        private static Login login(StoredEvent event) {
            return new Login(
                    event.occurredAt(),
                    event.type().equals("cowrie.login.success"),
                    event.text("username"),
                    event.text("password"),
                    event.text("fingerprint"));
        }

        private static MovedFile file(StoredEvent event, String direction) {
            return new MovedFile(
                    event.occurredAt(),
                    direction,
                    event.text("filename"),
                    event.text("destfile"),
                    event.text("shasum"),
                    event.number("size"),
                    event.text("method"));
        }

        private static Recording recording(StoredEvent event) {
            return new Recording(
                    event.occurredAt(),
                    event.text("recording"),
                    event.text("file"),
                    event.number("channel"),
                    event.number("bytes_in"),
                    event.number("bytes_out"),
                    event.flag("truncated"));
        }

        private static @Nullable String text(@Nullable StoredEvent event, String field) {
            return event == null ? null : event.text(field);
        }

        private static @Nullable Integer port(@Nullable StoredEvent event, String field) {
            Long value = event == null ? null : event.number(field);
            return value == null || value < 0 || value > 65_535 ? null : value.intValue();
        }
    }
}
