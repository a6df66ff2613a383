package io.honeypool.pool.kept;

import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the table of kept overlays. */
@Component
class KeptRows {

    private static final String COLUMNS =
            "SELECT id, owner, guest_id, guest_name, profile, image, recipe, state, bytes,"
                    + " base, kept_at, removed_at, removal_reason FROM kept_overlay ";
    private static final String FILTER = """
            WHERE (state = CAST(:state AS text) OR (CAST(:state AS text) IS NULL AND state <> 'REMOVED'))
              AND (CAST(:guest AS uuid) IS NULL OR guest_id = CAST(:guest AS uuid))
              AND (CAST(:source AS inet) IS NULL OR EXISTS (
                  SELECT FROM kept_overlay_lease
                   WHERE overlay_id = id AND source_address = CAST(:source AS inet)))""";

    private final JdbcClient database;

    KeptRows(JdbcClient database) {
        this.database = database;
    }

    Optional<KeptOverlay> find(UUID id) {
        return withLeases(database.sql(COLUMNS + "WHERE id = ?")
                        .param(id)
                        .query(KeptRows::row)
                        .list())
                .stream()
                .findFirst();
    }

    Optional<KeptOverlay> ofGuest(UUID guest) {
        return database.sql(COLUMNS + "WHERE guest_id = ?")
                .param(guest)
                .query(KeptRows::row)
                .optional();
    }

    /** Everything of a pool service, what is removed as well, without leases. */
    List<KeptOverlay> all(String owner) {
        return database.sql(COLUMNS + "WHERE owner = ?")
                .param(owner)
                .query(KeptRows::row)
                .list();
    }

    /** What of a pool service is in a state, the oldest first, without leases. */
    List<KeptOverlay> all(String owner, KeptState state) {
        return database.sql(COLUMNS + "WHERE owner = ? AND state = ? ORDER BY kept_at, id")
                .params(owner, state.name())
                .query(KeptRows::row)
                .list();
    }

    List<KeptOverlay> page(KeptFilter filter, int size, long offset) {
        return withLeases(parameters(
                        database.sql(COLUMNS + FILTER + " ORDER BY kept_at DESC, id LIMIT :size OFFSET :offset"),
                        filter)
                .param("size", size)
                .param("offset", offset)
                .query(KeptRows::row)
                .list());
    }

    long count(KeptFilter filter) {
        return parameters(database.sql("SELECT count(*) FROM kept_overlay " + FILTER), filter)
                .query(Long.class)
                .single();
    }

    /** The disks that what a pool service keeps lies on. */
    List<String> bases(String owner) {
        return database.sql("SELECT DISTINCT base FROM kept_overlay WHERE owner = ? AND state IN ('KEEPING', 'KEPT')")
                .param(owner)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** How many overlays a pool service keeps, and their bytes. */
    KeptTotal total(String owner) {
        return database.sql("SELECT count(*), coalesce(sum(bytes), 0) FROM kept_overlay"
                        + " WHERE owner = ? AND state IN ('KEEPING', 'KEPT')")
                .param(owner)
                .query((row, number) -> new KeptTotal(row.getLong(1), row.getLong(2)))
                .single();
    }

    private static JdbcClient.StatementSpec parameters(JdbcClient.StatementSpec statement, KeptFilter filter) {
        return statement
                .param("state", filter.state().map(Enum::name).orElse(null))
                .param("guest", filter.guest().map(UUID::toString).orElse(null))
                .param(
                        "source",
                        filter.source()
                                .map(source -> source.address().getHostAddress())
                                .orElse(null));
    }

    private List<KeptOverlay> withLeases(List<KeptOverlay> overlays) {
        Map<UUID, List<KeptOverlay.OfLease>> leases =
                leases(overlays.stream().map(KeptOverlay::id).toList());
        return overlays.stream()
                .map(overlay -> overlay.with(leases.getOrDefault(overlay.id(), List.of())))
                .toList();
    }

    private Map<UUID, List<KeptOverlay.OfLease>> leases(Collection<UUID> overlays) {
        if (overlays.isEmpty()) {
            return Map.of();
        }
        return database
                .sql("""
                        SELECT overlay_id, lease_id, host(source_address), shared, created_at, ended_at
                          FROM kept_overlay_lease WHERE overlay_id IN (:overlays) ORDER BY created_at, lease_id""")
                .param("overlays", overlays)
                .query((row, number) -> Map.entry(row.getObject(1, UUID.class), lease(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static KeptOverlay.OfLease lease(ResultSet row) throws SQLException {
        return new KeptOverlay.OfLease(
                row.getObject(2, UUID.class),
                InetAddress.ofLiteral(row.getString(3)),
                row.getBoolean(4),
                row.getTimestamp(5).toInstant(),
                instant(row.getTimestamp(6)));
    }

    private static KeptOverlay row(ResultSet row, int number) throws SQLException {
        Instant removed = instant(row.getTimestamp("removed_at"));
        return new KeptOverlay(
                row.getObject("id", UUID.class),
                row.getString("owner"),
                origin(row),
                KeptState.valueOf(row.getString("state")),
                row.getLong("bytes"),
                Path.of(row.getString("base")),
                row.getTimestamp("kept_at").toInstant(),
                removed == null
                        ? null
                        : new KeptOverlay.Removal(RemovalReason.valueOf(row.getString("removal_reason")), removed),
                List.of());
    }

    private static KeptOverlay.@Nullable Origin origin(ResultSet row) throws SQLException {
        UUID guest = row.getObject("guest_id", UUID.class);
        return guest == null
                ? null
                : new KeptOverlay.Origin(
                        guest,
                        row.getString("guest_name"),
                        row.getString("profile"),
                        row.getString("image"),
                        row.getString("recipe"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
