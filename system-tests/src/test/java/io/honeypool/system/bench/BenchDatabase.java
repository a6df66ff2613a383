package io.honeypool.system.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pool's database, from beside: puts guests into it, and asks it what it did. One caller at a time. */
final class BenchDatabase implements AutoCloseable {

    /** Marks what is ours in the server's own figures. */
    private static final String OURS = "/* bench */ ";

    private static final String OWNER = "bench-silent";

    private final Connection connection;

    BenchDatabase(String url, String user, String password) throws SQLException {
        this.connection = DriverManager.getConnection(url, user, password);
        update("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    }

    /** What one statement cost since the last reset. */
    record StatementCost(String text, long calls, double planMillis, double runMillis) {}

    /**
     * Adds READY guests of a pool service that does nothing but live: rows like that of the real guest there is, at
     * addresses where nothing is.
     */
    void addGuests(int number) throws SQLException {
        update("""
                INSERT INTO pool_owner
                SELECT (jsonb_populate_record(pool_owner, jsonb_build_object(
                           'name', '%s', 'incarnation', gen_random_uuid(), 'seen_at', now()))).*
                  FROM pool_owner""".formatted(OWNER));
        update("""
                INSERT INTO guest
                SELECT (jsonb_populate_record(guest, jsonb_build_object(
                           'id', gen_random_uuid(), 'domain_id', gen_random_uuid(), 'owner', '%s', 'slot', number,
                           'name', 'hp-bench-' || number, 'address', '198.18.' || number / 250 || '.' || number %% 250 + 1,
                           'state', 'READY', 'stale', false, 'ready_at', now()))).*
                  FROM guest, generate_series(1, %d) number WHERE state = 'LEASED'""".formatted(OWNER, number));
    }

    /** The silent service says that it lives, as all must every few seconds. */
    void beat() throws SQLException {
        update("UPDATE pool_owner SET seen_at = statement_timestamp() WHERE name = '" + OWNER + "'");
    }

    /** How many of the added guests are in a state. */
    long guests(String state) throws SQLException {
        return count("SELECT count(*) FROM guest WHERE owner = '" + OWNER + "' AND state = '" + state + "'");
    }

    /** How many leases of sources in a network, or outside of it, meet a condition. */
    long leases(String where) throws SQLException {
        return count("SELECT count(*) FROM lease WHERE " + where);
    }

    /** What backends of the pool are at now: a number by what they wait for. */
    Map<String, Long> activity() throws SQLException {
        Map<String, Long> found = new TreeMap<>();
        query(
                "SELECT CASE state WHEN 'active' THEN coalesce(wait_event_type || ' ' || wait_event, 'running')"
                        + " ELSE 'waiting for the service in a transaction' END, count(*) FROM pg_stat_activity"
                        + " WHERE application_name = 'honeypool-pool' AND state <> 'idle' GROUP BY 1",
                row -> found.put(row.getString(1), row.getLong(2)));
        return found;
    }

    void resetCosts() throws SQLException {
        query("SELECT pg_stat_statements_reset()", row -> row.getString(1));
    }

    /** Statements of the pool, the dearest first. */
    List<StatementCost> costs() throws SQLException {
        List<StatementCost> costs = new ArrayList<>();
        query(
                "SELECT query, calls, total_plan_time, total_exec_time FROM pg_stat_statements"
                        + " WHERE query NOT LIKE '%/* bench */%'"
                        + " ORDER BY total_plan_time + total_exec_time DESC",
                row -> costs.add(new StatementCost(
                        row.getString(1).replaceAll("\\s+", " "), row.getLong(2), row.getDouble(3), row.getDouble(4))));
        return costs;
    }

    /** Transactions that changed something need the log on disk: bytes written to it so far. */
    long logBytes() throws SQLException {
        return count("SELECT CAST(pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bigint)");
    }

    /** A setting of the server. */
    String setting(String name) throws SQLException {
        List<String> values = new ArrayList<>();
        query("SHOW " + name, row -> values.add(row.getString(1)));
        return values.getFirst();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    @FunctionalInterface
    private interface RowReader {
        Object read(ResultSet row) throws SQLException;
    }

    private synchronized void update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(OURS + sql);
        }
    }

    private synchronized void query(String sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OURS + sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private long count(String sql) throws SQLException {
        List<Long> counts = new ArrayList<>();
        query(sql, row -> counts.add(row.getLong(1)));
        return counts.getFirst();
    }
}
